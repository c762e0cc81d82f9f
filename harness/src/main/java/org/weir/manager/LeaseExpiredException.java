package org.weir.manager;

import java.io.Serial;

/**
 * The server took this client for dead: its lease ended without a heartbeat, or its connection broke. What it held was
 * taken from it, and others may hold it by now; its proxies are of no use any more. Connect again for new ones.
 */
public final class LeaseExpiredException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    LeaseExpiredException(String message) {
        super(message);
    }
}

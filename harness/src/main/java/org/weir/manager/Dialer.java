package org.weir.manager;

import java.io.IOException;

/** Makes a wire to a server. */
@FunctionalInterface
interface Dialer {
    Wire dial() throws IOException;
}

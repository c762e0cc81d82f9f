package org.weir.stress.seeds;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.manager.Manager;
import org.weir.manager.ManagerServer;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A manager's server in one of the actors' JVMs, with one list of records, and its address for the others. */
final class RecordServer {
    private static final AuthKey KEY = AuthKey.of("the records of one sample".getBytes(StandardCharsets.UTF_8));
    private static final AtomicReference<@Nullable RecordList> CURRENT = new AtomicReference<>();

    private RecordServer() {}

    private static final class RecordList implements Records {
        private final List<String> names = new ArrayList<>(List.of("Sam", "Adam", "Kevin"));

        @Override
        public synchronized void insert(String name) {
            names.add(name);
        }

        @Override
        public synchronized String print() {
            return String.join(" ", names);
        }
    }

    /** Serves a new list with the document's three names. */
    static ManagerServer serve(Path address) throws IOException {
        CURRENT.set(new RecordList());
        return Manager.create()
                .address(UnixDomainSocketAddress.of(address))
                .authKey(KEY)
                .register("records", Records.class, _ -> Optional.ofNullable(CURRENT.get()).orElseThrow())
                .serve();
    }

    /** A client of the server at an address. */
    static Manager connect(Path address) {
        return Manager.connect(UnixDomainSocketAddress.of(address), KEY);
    }
}

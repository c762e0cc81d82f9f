package org.weir.process;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.weir.memory.Realm;

import java.io.IOException;

/** A test that launches children, from a realm of its own. */
abstract class Launching {

    Realm realm;
    JvmLauncher launcher;

    @BeforeEach
    void open() throws IOException {
        realm = Realm.create();
        launcher = JvmLauncher.open(realm);
    }

    @AfterEach
    void close() throws IOException {
        launcher.close();
        realm.close();
    }
}

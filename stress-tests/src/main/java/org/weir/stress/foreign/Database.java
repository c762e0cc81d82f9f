package org.weir.stress.foreign;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An SQLite database in WAL mode with one table of one counter. */
final class Database {
    private Database() {}

    /** Opens it; waits up to 2 s for the lock of a writer. */
    static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 2000");
            statement.execute("pragma synchronous = normal");
        }
        return connection;
    }

    /** Makes it, with a counter of 0. */
    static void create(Path file) throws SQLException {
        try (Connection connection = open(file)) {
            execute(connection, "pragma journal_mode = wal");
            execute(connection, "create table counter (n integer)");
            execute(connection, "insert into counter values (0)");
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What SQLite says of the database: "ok" if it is whole. */
    static String check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma integrity_check")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The counter. */
    static int read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select n from counter")) {
            row.next();
            return row.getInt(1);
        }
    }
}

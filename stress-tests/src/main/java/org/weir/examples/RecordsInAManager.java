package org.weir.examples;

import org.weir.channel.Codec;
import org.weir.manager.ManagedList;
import org.weir.manager.Manager;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * A list in a server process: one child adds a record, then another prints them all. Seed 000.
 *
 * <pre>
 * New record added!
 *
 * Name: Sam
 * Score: 10
 *
 * Name: Adam
 * Score: 9
 *
 * Name: Kevin
 * Score: 9
 *
 * Name: Jeff
 * Score: 8
 * </pre>
 */
final class RecordsInAManager {
    private RecordsInAManager() {}

    /** A name and what it has reached. */
    public record Score(String name, int score) implements Serializable {}

    private static void printRecords(ManagedList<Score> records) {
        for (Score score : records) {
            System.out.println("Name: " + score.name + "\nScore: " + score.score + "\n");
        }
    }

    private static void insertRecord(Score score, ManagedList<Score> records) {
        records.add(score);
        System.out.println("New record added!\n");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (Manager manager = Manager.create().codec(Codec.allowing("org.weir.examples")).start()) {
            ManagedList<Score> records = manager
                    .list(List.of(new Score("Sam", 10), new Score("Adam", 9), new Score("Kevin", 9)));
            JvmProcess p1 = JvmProcess.of(RecordsInAManager::insertRecord, new Score("Jeff", 8), records);
            p1.start();
            p1.join();
            JvmProcess p2 = JvmProcess.of(RecordsInAManager::printRecords, records);
            p2.start();
            p2.join();
        }
    }
}

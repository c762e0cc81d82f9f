package org.weir.property;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.weir.sync.FairProcessLock;
import org.weir.sync.ProcessLock;
import org.weir.sync.ProcessReadWriteLock;
import org.weir.sync.ReentrantProcessLock;

import java.util.List;

class LockProperties {

    @Property(tries = 100)
    void aLockHasOneOwner(@ForAll("steps") List<LockStep> steps) throws Exception {
        Workers.check(actors -> Step.check(actors, ProcessLock.create(), new LockStep.Model(false), steps));
    }

    @Property(tries = 100)
    void aReentrantLockHasOneOwner(@ForAll("steps") List<LockStep> steps) throws Exception {
        Workers.check(actors -> Step.check(actors, ReentrantProcessLock.create(), new LockStep.Model(true), steps));
    }

    @Property(tries = 100)
    void aFairLockHasOneOwner(@ForAll("steps") List<LockStep> steps) throws Exception {
        Workers.check(actors -> Step.check(actors, FairProcessLock.create(), new LockStep.Model(true), steps));
    }

    @Property(tries = 100)
    void aReadWriteLockHasOneWriterOrReaders(@ForAll("readWriteSteps") List<ReadWriteStep> steps) throws Exception {
        Workers.check(actors -> Step.check(actors, ProcessReadWriteLock.create(), new ReadWriteStep.Model(), steps));
    }

    @Property(tries = 50)
    void aLockLetsOneInAtATime(@ForAll("sections") Sections sections) throws Exception {
        Workers.check(actors -> sections.under(actors, ProcessLock.create()));
    }

    @Property(tries = 50)
    void aReentrantLockLetsOneInAtATime(@ForAll("sections") Sections sections) throws Exception {
        Workers.check(actors -> sections.under(actors, ReentrantProcessLock.create()));
    }

    @Property(tries = 30)
    void aFairLockLetsOneInAtATime(@ForAll("sections") Sections sections) throws Exception {
        Workers.check(actors -> sections.under(actors, FairProcessLock.create()));
    }

    @Property(tries = 30)
    void aWriteLockLetsOneInAtATime(@ForAll("sections") Sections sections) throws Exception {
        Workers.check(actors -> sections.under(actors, ProcessReadWriteLock.create().writeLock()));
    }

    @Property(tries = 30)
    void readersNeverSeeHalfOfAChange(@ForAll("sections") Sections sections) throws Exception {
        Workers.check(actors -> {
            ProcessReadWriteLock lock = ProcessReadWriteLock.create();
            sections.under(actors, lock.writeLock(), lock.readLock());
        });
    }

    @Provide
    Arbitrary<List<LockStep>> steps() {
        return LockStep.sequences();
    }

    @Provide
    Arbitrary<List<ReadWriteStep>> readWriteSteps() {
        return ReadWriteStep.sequences();
    }

    @Provide
    Arbitrary<Sections> sections() {
        return Sections.any();
    }
}

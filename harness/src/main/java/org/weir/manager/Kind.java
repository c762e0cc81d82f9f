package org.weir.manager;

/** What a managed object is, and what its proxies are. */
enum Kind {
    LIST, MAP, SET, QUEUE, LOCK, CONDITION, SEMAPHORE, EVENT, BARRIER, VALUE, ARRAY, NAMESPACE, POOL, ITERATOR, USER;

    ManagedObject proxy(Remote remote) {
        return switch (this) {
            case LIST -> new ManagedList<>(remote);
            case MAP -> new ManagedMap<>(remote);
            case SET -> new ManagedSet<>(remote);
            case QUEUE -> new ManagedQueue<>(remote);
            case LOCK -> new ManagedLock(remote);
            case CONDITION -> new ManagedCondition(remote);
            case SEMAPHORE -> new ManagedSemaphore(remote);
            case EVENT -> new ManagedEvent(remote);
            case BARRIER -> new ManagedBarrier(remote);
            case VALUE -> new ManagedValue<>(remote);
            case ARRAY -> new ManagedArray<>(remote);
            case NAMESPACE -> new Namespace(remote);
            case POOL -> new ManagedPool(remote);
            case ITERATOR -> new ManagedIterator<>(remote);
            case USER -> UserProxy.of(remote);
        };
    }
}

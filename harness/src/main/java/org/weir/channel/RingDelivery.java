package org.weir.channel;

import java.util.concurrent.atomic.AtomicBoolean;

/** @param <E> what the queue holds */
final class RingDelivery<E> implements Delivery<E> {

    private final RingItems<E> items;
    private final MessageRing.Claim claim;
    private final E item;
    private final AtomicBoolean ended = new AtomicBoolean();

    RingDelivery(RingItems<E> items, MessageRing.Claim claim, E item) {
        this.items = items;
        this.claim = claim;
        this.item = item;
    }

    @Override
    public E item() {
        return item;
    }

    @Override
    public boolean isRedelivered() {
        return claim.isSecond();
    }

    @Override
    public void ack() {
        end();
        items.acknowledge(claim);
    }

    @Override
    public void giveBack() {
        end();
        items.giveBack(claim);
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("This delivery has been acknowledged or given back already: " + item + ".");
        }
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            items.giveBack(claim);
        }
    }

    @Override
    public String toString() {
        return "Delivery[" + item + (isRedelivered() ? ", redelivered" : "") + (ended.get() ? ", ended]" : "]");
    }
}

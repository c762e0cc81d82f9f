package org.weir.channel;

/** What travels in place of an end of a pipe. It holds the end for its sender until it is received. */
interface EndHandle {

    /** What ends that when nobody will receive it. Asked for by the sender, in the realm of the pipe; done anywhere. */
    Runnable recall();
}

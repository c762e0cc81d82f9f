"""Rows of the catalogue in CPython's multiprocessing: the systems of the scenarios of the same name, with their outcomes.

usage: python3 rows.py SCENARIO SECONDS [NAME=VALUE ...]

Runs samples for so many seconds, at least one, each in a process group of its own that is killed at the sample's deadline
or when the sample is over. Prints one line of JSON: how often each outcome was seen.
"""
import json
import multiprocessing as mp
import os
import queue
import select
import signal
import struct
import sys
import time

DEADLINE = 1.5
SHORT = 0.4
TMP = []


def start(target, *args):
    p = mp.Process(target=target, args=args)
    p.daemon = False
    p.start()
    return p


def kill(p):
    """Kills and reaps: what it held is as it was when it died."""
    p.kill()
    p.join()


def get(q, timeout=SHORT):
    try:
        return q.get(timeout=timeout)
    except queue.Empty:
        return None


def text(value):
    return "null" if value is None else str(value)


# S1: two unlocked writers on one end

def _write(conn, message, count):
    for _ in range(count):
        conn.send_bytes(message)


def raw_pipe_writers(size):
    size = int(size) - 4
    count = max(3, (192 << 10) // (size + 4))
    reader, writer = mp.Pipe(False)
    for mark in (b"\1", b"\2"):
        start(_write, writer, mark * size, count)
    for _ in range(2 * count):
        if not reader.poll(SHORT):
            return "stuck"
        try:
            header = os.read(reader.fileno(), 4)
            length, = struct.unpack("!i", header)
            if length != size:
                return "stuck" if length > 2 * count * (size + 4) else "torn"
            got = b""
            while len(got) < length:
                if not select.select([reader], [], [], SHORT)[0]:
                    return "stuck"
                got += os.read(reader.fileno(), length - len(got))
        except (OSError, struct.error):
            return "torn"
        if got.count(got[:1]) != size:
            return "torn"
    return "intact"


# S3, S4: what put has put

def put_then_look():
    q = mp.Queue()
    out = mp.SimpleQueue()

    def look(event):
        event.wait()
        try:
            out.put(q.get(block=False))
        except queue.Empty:
            out.put(None)
    event = mp.Event()
    p = start(look, event)
    time.sleep(0.005)
    q.put("x")
    empty = q.empty()
    size = q.qsize()
    event.set()
    p.join(SHORT)
    return "%s, %d, %s" % ("empty" if empty else "not empty", size, text(out.get()))


def poll_beside_a_waiter():
    q = mp.Queue()
    out = mp.SimpleQueue()
    started = mp.Event()
    third = mp.Queue()

    def wait():
        started.set()
        out.put(get(q, 1))

    start(wait)
    start(lambda: out.put(get(q, 1)))
    started.wait()
    time.sleep(0.02)
    q.put(1)
    q.put(2)
    q.put(3)
    # The feeder has long written: three items, two of them for those who wait, who are about to read.
    time.sleep(0.0005)
    try:
        q.get(block=False)
        return "took, polled"
    except queue.Empty:
        return "took, polled nothing"


# S5, S6, S7: killed at the ends of a queue

def idle_consumer_killed():
    q = mp.Queue()
    out = mp.SimpleQueue()
    idle = start(lambda: q.get())
    time.sleep(0.02)
    start(lambda: out.put(get(q)))
    time.sleep(0.01)
    kill(idle)
    q.put("x")
    return "killed(idle,SIGKILL): " + text(out.get())


def consumer_killed_before_ack(where):
    q = mp.Queue(1)
    q.put("x")
    taken = mp.Event()

    def take():
        q.get()
        taken.set()
        time.sleep(60)
    first = start(take)
    taken.wait()
    kill(first)
    got = get(q)
    try:
        q.put("y", timeout=SHORT)
        room = "room"
    except queue.Full:
        room = "no room"
    return "killed(first,SIGKILL): %s, %s" % ("lost" if got is None else got, room)


def producer_killed_in_put(where):
    q = mp.Queue()

    def put():
        i = 0
        while True:
            q.put(bytes([i % 256]) * 100_000)
            i += 1
    victim = start(put)
    q.get()
    time.sleep(0.003 * (time.time() % 1))
    kill(victim)
    q.put(None)

    def drain(out):
        try:
            while True:
                got = q.get(timeout=SHORT)
                if got is None:
                    out.put("whole")
                    return
                if got.count(got[:1]) != 100_000:
                    out.put("torn, lost or repeated")
                    return
        except queue.Empty:
            out.put("the other producer's item did not come")
        except Exception:
            out.put("torn, lost or repeated")
    out = mp.Queue()
    start(drain, out)
    return "killed(victim,SIGKILL): " + (get(out, 1) or "the other producer's item did not come")


# S8: put, join, get

def child_puts_parent_joins(size):
    q = mp.Queue()
    message = b"\7" * int(size)
    child = start(lambda: q.put(message))
    child.join(SHORT)
    if child.is_alive():
        return "hung(child): null"
    return "whole" if get(q) == message else "lost"


# S10, S11: the feeder thread

def changed_after_put():
    q = mp.Queue()
    numbers = [0] * 500
    q.put(numbers)
    for i in range(500):
        numbers[i] = 1
    total = sum(q.get())
    return "old" if total == 0 else "new" if total == 500 else "mixed"


def two_producers_in_turn():
    q = mp.Queue()
    event = mp.Event()

    def second():
        event.wait()
        q.put("b")
    start(second)
    time.sleep(0.005)
    q.put("a")
    event.set()
    return "%s, %s" % (q.get(), q.get())


# S12 to S15: locks and what is built on them

def lock_holder_killed(kind):
    lock = mp.Lock()
    held = mp.Event()

    def hold():
        lock.acquire()
        held.set()
        time.sleep(60)
    holder = start(hold)
    held.wait()
    kill(holder)
    if lock.acquire(timeout=SHORT):
        return "killed(holder,SIGKILL): not told, 1 0, works"
    return "killed(holder,SIGKILL) & hung(survivor): null, null, null"


def condition_waiter_killed(where):
    condition = mp.Condition()
    out = mp.SimpleQueue()

    def wait():
        with condition:
            out.put("woken" if condition.wait(1) else "not woken")

    def wait_for_ever():
        with condition:
            condition.wait()
    victim = start(wait_for_ever)
    time.sleep(0.02)
    start(wait)
    time.sleep(0.02)
    kill(victim)

    def notify():
        with condition:
            condition.notify(1)
    notifier = start(notify)
    notifier.join(SHORT)
    if notifier.is_alive():
        return "killed(victim,SIGKILL) & hung(notifier): null, hung"
    return "killed(victim,SIGKILL): %s, returned" % out.get()


def barrier_party_killed(where):
    barrier = mp.Barrier(3)
    out = mp.SimpleQueue()

    def wait():
        try:
            barrier.wait(SHORT)
            out.put("passed")
        except Exception:
            out.put("broken")
    victim = start(lambda: barrier.wait())
    start(wait)
    time.sleep(0.03)
    kill(victim)
    late = start(wait)
    late.join(2 * SHORT)
    if late.is_alive():
        return "killed(victim,SIGKILL) & hung(late): null, null"
    return "killed(victim,SIGKILL): %s, %s" % (out.get(), out.get())


def event_set_then_cleared():
    event = mp.Event()
    out = mp.SimpleQueue()
    start(lambda: out.put(event.wait()))
    time.sleep(0.01)
    event.set()
    event.clear()
    return "true" if out.get() else "false"


# S16: increments

def increments_of_a_value(how):
    value = mp.Value("i", 0)

    def increment():
        for _ in range(100):
            if how == "update":
                with value.get_lock():
                    value.value += 1
            else:
                value.value += 1
    processes = [start(increment) for _ in range(3)]
    for p in processes:
        p.join()
    return "%s: %s" % (how, "exact" if value.value == 300 else "lost")


# S20, S22: what is left behind

def child_ended_with_a_child(how):
    reader, writer = mp.Pipe(False)

    def child():
        writer.send(start(time.sleep, 60).pid)
        time.sleep(60)
    p = start(child)
    grandchild = reader.recv()
    kill(p)
    time.sleep(0.1)
    return "orphan" if state(grandchild) not in "ZX" else "gone"


def never_joined():
    p = start(int)
    end = time.monotonic() + SHORT
    while time.monotonic() < end and state(p.pid) != "X":
        time.sleep(0.005)
    return "reaped" if state(p.pid) == "X" else "zombie"


def state(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


def sample(row, params):
    """One sample, in a process group of its own, of which nothing is left afterwards."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.close(reader)
        try:
            os.write(writer, row(**params).encode())
        except BaseException as e:
            os.write(writer, ("threw(parent,%s)" % type(e).__name__).encode())
        os.close(writer)
        signal.pause()
    os.close(writer)
    ready = select.select([reader], [], [], DEADLINE)[0]
    outcome = os.read(reader, 4096).decode() if ready else "hung(parent)"
    os.close(reader)
    while True:
        try:
            os.killpg(pid, signal.SIGKILL)
            break
        except ProcessLookupError:
            time.sleep(0.001)
    os.waitpid(pid, 0)
    return outcome or "killed(parent,SIGKILL)"


def main():
    mp.set_start_method("fork")
    row = globals()[snake(sys.argv[1])]
    seconds = float(sys.argv[2])
    params = dict(arg.split("=", 1) for arg in sys.argv[3:])
    counts = {}
    begin = time.monotonic()
    while not counts or time.monotonic() - begin < seconds:
        outcome = sample(row, params)
        counts[outcome] = counts.get(outcome, 0) + 1
    print(json.dumps({"python": sys.version.split()[0], "seconds": time.monotonic() - begin, "counts": counts}))


if __name__ == "__main__":
    main()

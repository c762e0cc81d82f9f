"""What the primitives of CPython's multiprocessing cost on this machine: one measurement a run, printed as one number.

    python3 primitives.py NAME [SECONDS]
"""
import multiprocessing as mp
import sys
import time


def nothing(*args):
    pass


def increment(value):
    return value + 1


def start_and_join(method, seconds):
    """Milliseconds to start and join a process that does nothing, the median."""
    context = mp.get_context(method)
    context.Process(target=nothing).start()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        process = context.Process(target=nothing)
        process.start()
        process.join()
        times.append(time.perf_counter() - begin)
    return sorted(times)[len(times) // 2] * 1e3


def lock_for(lock, seconds, result):
    count = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for _ in range(1000):
            lock.acquire()
            lock.release()
        count += 1000
    result.value = count / seconds


def lock_alone(seconds):
    """Acquires and releases a second, nobody else about."""
    value = mp.Value("d", 0.0, lock=False)
    lock_for(mp.Lock(), seconds, value)
    return value.value


def lock_contended(seconds):
    """Acquires and releases a second of two processes together."""
    lock = mp.Lock()
    values = [mp.Value("d", 0.0, lock=False) for _ in range(2)]
    processes = [mp.Process(target=lock_for, args=(lock, seconds, value)) for value in values]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return sum(value.value for value in values)


def put_many(queue, count):
    for number in range(count):
        queue.put((number, "x"))


def queue(seconds):
    """Small tuples a second from one producer to one consumer."""
    count = int(120_000 * seconds)
    items = mp.Queue()
    producer = mp.Process(target=put_many, args=(items, count))
    producer.start()
    items.get()
    begin = time.perf_counter()
    for _ in range(count - 1):
        items.get()
    elapsed = time.perf_counter() - begin
    producer.join()
    return (count - 1) / elapsed


def echo(connection):
    while True:
        try:
            connection.send(connection.recv())
        except EOFError:
            return


def round_trip(seconds):
    """Microseconds for a small object to a process and back, the median."""
    here, there = mp.Pipe()
    process = mp.Process(target=echo, args=(there,), daemon=True)
    process.start()
    there.close()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        here.send(("x", 1))
        here.recv()
        times.append(time.perf_counter() - begin)
    process.terminate()
    process.join()
    return sorted(times)[len(times) // 2] * 1e6


def pool_map(seconds, chunksize, count):
    with mp.Pool(2) as pool:
        pool.map(increment, range(1000), chunksize=chunksize)
        done = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            pool.map(increment, range(count), chunksize=chunksize)
            done += count
        return done / (time.perf_counter() - begin)


def pool_apply(seconds):
    """Microseconds for one apply, the median."""
    with mp.Pool(2) as pool:
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            begin = time.perf_counter()
            pool.apply(increment, (1,))
            times.append(time.perf_counter() - begin)
        return sorted(times)[len(times) // 2] * 1e6


def manager_update(seconds):
    """Microseconds for one assignment to a managed dict, the median."""
    with mp.Manager() as manager:
        numbers = manager.dict()
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            begin = time.perf_counter()
            numbers["x"] = 1
            times.append(time.perf_counter() - begin)
        return sorted(times)[len(times) // 2] * 1e6


MEASUREMENTS = {
    "start-spawn": lambda seconds: start_and_join("spawn", seconds),
    "start-warm": lambda seconds: start_and_join("forkserver", seconds),
    "lock-alone": lock_alone,
    "lock-contended": lock_contended,
    "queue": queue,
    "round-trip": round_trip,
    "pool-chunked": lambda seconds: pool_map(seconds, None, 200_000),
    "pool-single": lambda seconds: pool_map(seconds, 1, 20_000),
    "pool-apply": pool_apply,
    "manager-update": manager_update,
}

if __name__ == "__main__":
    print(MEASUREMENTS[sys.argv[1]](float(sys.argv[2]) if len(sys.argv) > 2 else 1.0))

package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;
import org.weir.process.JvmProcess;
import org.weir.process.Pool;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's function in a worker: applied to chunks of arguments, each of which becomes an {@linkplain Outcomes outcome}.
 * What is allowed to be read is what the manager's codec allows.
 */
final class PoolJob implements Pool.Mapper<byte[], byte[]> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Codec codec;
    private final byte[] function;
    private transient Pool.@Nullable Mapper<Object, Object> known;

    /** @param function an encoded {@code Mapper} */
    PoolJob(Codec codec, byte[] function) {
        this.codec = codec;
        this.function = function;
    }

    /** @param chunk an encoded list of arguments */
    @Override
    public byte[] apply(byte[] chunk) {
        try {
            Pool.Mapper<Object, Object> mapper = mapper();
            List<?> arguments = (List<?>) codec.decode(chunk);
            List<Object> results = new ArrayList<>(arguments.size());
            for (Object argument : arguments) {
                results.add(mapper.apply(argument));
            }
            return Outcomes.returned(codec, results);
        } catch (Throwable thrown) {
            return Outcomes.threw(codec, thrown, JvmProcess.current().name() + " (pid " + ProcessHandle.current().pid()
                    + ")");
        }
    }

    @SuppressWarnings("unchecked")
    private Pool.Mapper<Object, Object> mapper() throws IOException {
        Pool.Mapper<Object, Object> mapper = known;
        if (mapper == null) {
            mapper = (Pool.Mapper<Object, Object>) codec.decode(function);
            known = mapper;
        }
        return mapper;
    }
}

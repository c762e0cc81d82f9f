package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.Actor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.tools.ToolProvider;

class ScenarioClassTest {
    abstract static class Base {
        @Actor
        public void only() {}
    }

    static class Unmarked extends Base {}

    @Test
    void shouldRefuseAClassWithoutTheAnnotation() {
        Mistakes.assertOnly(Unmarked.class, ProblemCode.NOT_A_SCENARIO, "", "annotate it with @MultiJvmTest");
    }

    @MultiJvmTest
    interface Shape {
        @Actor
        default void only() {}
    }

    @MultiJvmTest
    abstract static class Unfinished extends Base {}

    @MultiJvmTest
    enum Choice {
        ONE;

        @Actor
        public void only() {}
    }

    @Test
    void shouldRefuseWhatCannotBeConstructed() {
        Mistakes.assertOnly(Shape.class, ProblemCode.CLASS_NOT_INSTANTIABLE, "", "an interface");
        Mistakes.assertOnly(Unfinished.class, ProblemCode.CLASS_NOT_INSTANTIABLE, "", "an abstract class");
        Mistakes.assertOnly(Choice.class, ProblemCode.CLASS_NOT_INSTANTIABLE, "", "an enum");
    }

    @MultiJvmTest
    @SuppressWarnings("ClassCanBeStatic")
    class Inner extends Base {}

    @Test
    void shouldRefuseAClassThatNeedsTheCodeAroundIt() {
        @MultiJvmTest
        class Local extends Base {}
        Mistakes.assertOnly(Inner.class, ProblemCode.CLASS_NOT_STATIC, "", "needs an instance of ScenarioClassTest",
                "make it static");
        Mistakes.assertOnly(Local.class, ProblemCode.CLASS_NOT_STATIC, "", "inside a method");
    }

    @MultiJvmTest
    record Recorded(@Param({
            "1", "2"}) int size) {
        @Actor
        void only() {}
    }

    @MultiJvmTest
    @SuppressWarnings("UnusedMethod")
    private static final class Hidden {
        @Actor
        private void only() {}
    }

    @MultiJvmTest
    static class Generic<T> extends Base {}

    @Test
    void shouldTakeRecordsPrivateAndGenericClasses() {
        Mistakes.assertValid(Recorded.class);
        Mistakes.assertValid(Hidden.class);
        Mistakes.assertValid(Generic.class);
    }

    @MultiJvmTest
    static class TwoConstructors extends Base {
        TwoConstructors() {}

        TwoConstructors(@Param("1") int unused) {}
    }

    @Test
    void shouldRefuseSeveralConstructors() {
        Mistakes.assertOnly(TwoConstructors.class, ProblemCode.SEVERAL_CONSTRUCTORS, "", "2 constructors");
    }

    @MultiJvmTest
    static class Parameters extends Base {
        Parameters(@Param({"-128", "127"}) byte b, @Param("1") short s, @Param("x") char c, @Param("3") int i,
                @Param("4") long l, @Param("0.5") float f, @Param("1e3") double d, @Param({"", "a b"}) String text,
                @Param boolean flag, @Param TimeUnit unit, @Param(value = "1", name = "renamed") int last) {}
    }

    @Test
    void shouldTakePrimitivesStringsAndEnumsAsParameters() {
        Mistakes.assertValid(Parameters.class);
        assertEquals("renamed", ScenarioReaderTest.model(Parameters.class).params().getLast().name());
    }

    @MultiJvmTest
    static class WithoutValues extends Base {
        WithoutValues(int size) {}
    }

    @Test
    void shouldRefuseAConstructorParameterWithoutParam() {
        Mistakes.assertOnly(WithoutValues.class, ProblemCode.PARAM_MISSING, " (constructor)", "size");
    }

    @MultiJvmTest
    static class ParamOfObject extends Base {
        ParamOfObject(@Param("x") Object thing) {}
    }

    @Test
    void shouldRefuseAParameterThatHasNoText() {
        Mistakes.assertOnly(ParamOfObject.class, ProblemCode.PARAM_TYPE, " (constructor)", "thing", "java.lang.Object");
    }

    @MultiJvmTest
    static class Unparsable extends Base {
        Unparsable(@Param({"1", "many"}) int size) {}
    }

    @MultiJvmTest
    static class OutOfRange extends Base {
        OutOfRange(@Param("128") byte size) {}
    }

    @MultiJvmTest
    static class NoConstant extends Base {
        NoConstant(@Param("FORTNIGHTS") TimeUnit unit) {}
    }

    @MultiJvmTest
    static class NotABoolean extends Base {
        NotABoolean(@Param("yes") boolean flag) {}
    }

    @MultiJvmTest
    static class Valueless extends Base {
        Valueless(@Param int size) {}
    }

    @Test
    void shouldRefuseAValueThatIsNoneOfTheParametersType() {
        Mistakes.assertOnly(Unparsable.class, ProblemCode.PARAM_VALUE, " (constructor)", "\"many\"", "size", "int");
        Mistakes.assertOnly(OutOfRange.class, ProblemCode.PARAM_VALUE, " (constructor)", "\"128\"", "-128 to 127");
        Mistakes.assertOnly(NoConstant.class, ProblemCode.PARAM_VALUE, " (constructor)", "FORTNIGHTS",
                "one of NANOSECONDS");
        Mistakes.assertOnly(NotABoolean.class, ProblemCode.PARAM_VALUE, " (constructor)", "\"yes\"", "false, true");
        Mistakes.assertOnly(Valueless.class, ProblemCode.PARAM_VALUE, " (constructor)", "no values");
    }

    @MultiJvmTest
    static class SameNames extends Base {
        SameNames(@Param(value = "1", name = "n") int a, @Param(value = "1", name = "n") int b) {}
    }

    @MultiJvmTest
    static class SameValues extends Base {
        SameValues(@Param({"1", "2", "1"}) int a) {}
    }

    @Test
    void shouldRefuseParametersOrValuesThatAreStatedTwice() {
        Mistakes.assertOnly(SameNames.class, ProblemCode.PARAM_DUPLICATE, " (constructor)", "called n");
        Mistakes.assertOnly(SameValues.class, ProblemCode.PARAM_DUPLICATE, " (constructor)", "\"1\" twice");
    }

    @Test
    void shouldNameParametersOfClassesCompiledWithoutParameterNames(@TempDir Path directory) throws Exception {
        Path source = Files.writeString(directory.resolve("Plain.java"), """
                @org.weir.scenario.MultiJvmTest
                public class Plain {
                    Plain(@org.weir.scenario.Param("1") long wide, @org.weir.scenario.Param("2") int size) {}

                    @org.openjdk.jcstress.annotations.Actor
                    public void only() {}
                }
                """);
        assertEquals(0, ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-g", "-proc:none", "-classpath",
                        System.getProperty("java.class.path"), "-d", directory.toString(), source.toString()));
        try (URLClassLoader loader = new URLClassLoader(new URL[]{directory.toUri().toURL()},
                getClass().getClassLoader())) {
            assertEquals(List.of("wide", "size"),
                    ScenarioReaderTest.model(loader.loadClass("Plain"))
                            .params()
                            .stream()
                            .map(ParamModel::name)
                            .toList());
        }
    }

    @Test
    void shouldSayWhichParameterATextDoesNotSuit() {
        ParamModel param = ScenarioReaderTest.model(Recorded.class).params().getFirst();
        String message = assertThrows(IllegalArgumentException.class, () -> param.parse("big")).toString();
        assertTrue(message.contains("\"big\"") && message.contains("size") && message.contains("int"), message);
    }

    /** Defines the classes of this test anew, all but one. */
    private static final class Forgetful extends ClassLoader {
        Forgetful() {
            super(ScenarioClassTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(ScenarioClassTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static class Missing {}

    @MultiJvmTest
    static class Dependent {
        @Actor
        public void only(Missing missing) {}
    }

    @Test
    void shouldSayWhatCannotBeLoaded() throws ClassNotFoundException {
        Mistakes.assertOnly(new Forgetful().loadClass(Dependent.class.getName()), ProblemCode.CLASS_UNREADABLE, "",
                "ScenarioClassTest$Missing", "class path");
    }
}

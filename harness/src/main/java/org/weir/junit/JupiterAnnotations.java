package org.weir.junit;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestTag;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Jupiter's annotations say about a scenario class. A project may do without Jupiter; then they say nothing.
 *
 * @param displayName what {@code @DisplayName} says
 * @param disabled the reason that {@code @Disabled} gives
 * @param tags the tags, own and inherited, of {@code @Tag} and annotations that carry it
 */
record JupiterAnnotations(Optional<String> displayName, Optional<String> disabled, Set<TestTag> tags) {
    private static final boolean PRESENT = ReflectionSupport
            .tryToLoadClass("org.junit.jupiter.api.Tag", JupiterAnnotations.class.getClassLoader())
            .toOptional()
            .isPresent();

    static JupiterAnnotations of(Class<?> type) {
        return PRESENT ? Reader.read(type) : new JupiterAnnotations(Optional.empty(), Optional.empty(), Set.of());
    }

    /** Apart, so that it is linked only where Jupiter is there. */
    private static final class Reader {
        static JupiterAnnotations read(Class<?> type) {
            return new JupiterAnnotations(
                    AnnotationSupport.findAnnotation(type, DisplayName.class)
                            .map(DisplayName::value)
                            .map(String::strip)
                            .filter(name -> !name.isEmpty()),
                    AnnotationSupport.findAnnotation(type, Disabled.class)
                            .map(disabled -> disabled.value().isBlank() ? type.getName() + " is @Disabled"
                                    : disabled.value()),
                    AnnotationSupport.findRepeatableAnnotations(type, Tag.class)
                            .stream()
                            .map(Tag::value)
                            .filter(TestTag::isValid)
                            .map(TestTag::create)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }
}

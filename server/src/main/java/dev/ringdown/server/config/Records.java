package dev.ringdown.server.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reflection over the records of this package: all that reading and printing know about settings. */
final class Records {
    private Records() {}

    static List<RecordComponent> components(Class<? extends Record> type) {
        return List.of(type.getRecordComponents());
    }

    /** The component's name in a key. */
    static String name(RecordComponent component) {
        return Texts.kebab(component.getName());
    }

    static String doc(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(component + " has no @Doc");
        }
        return doc.value();
    }

    static boolean isSection(RecordComponent component) {
        return component.getType().isRecord();
    }

    static Class<? extends Record> section(RecordComponent component) {
        return component.getType().asSubclass(Record.class);
    }

    static boolean isList(RecordComponent component) {
        return component.getType() == List.class;
    }

    /** The type of a list's elements. */
    static Class<?> elementType(RecordComponent component) {
        Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return (Class<?>) element;
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static @Nullable Object value(Record instance, RecordComponent component) {
        try {
            return component.getAccessor().invoke(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }

    /**
     * Makes a record.
     *
     * @param values one for each component, in their order
     * @throws ConfigurationException from the record's constructor
     */
    static <R extends Record> R construct(Class<R> type, List<@Nullable Object> values) {
        Class<?>[] types =
                components(type).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigurationException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + " refuses " + Arrays.toString(types), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.toString(), e);
        }
    }
}

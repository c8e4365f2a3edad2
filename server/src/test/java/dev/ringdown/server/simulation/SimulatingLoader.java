package dev.ringdown.server.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the server once more, for simulation: where its code touches what several threads share, the simulator may
 * interrupt it, and the clock and secure randomness are the simulator's. The bytes of a class are otherwise as they are.
 */
public final class SimulatingLoader extends ClassLoader {
    private static final String SERVER = "dev.ringdown.server.";
    private static final String SIMULATION = "dev/ringdown/server/simulation/";
    /** What several threads may call at once. */
    private static final Set<String> SHARED_OWNERS = Set.of(
            "java/lang/invoke/VarHandle",
            "java/util/concurrent/ConcurrentMap",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/Executor",
            "java/util/concurrent/ExecutorService",
            "java/util/concurrent/ScheduledExecutorService",
            "java/util/concurrent/CompletableFuture",
            "java/util/concurrent/CompletionStage",
            "io/netty/channel/EventLoop",
            "io/netty/channel/IoEventLoop",
            "io/netty/util/concurrent/EventExecutor");

    private static final Set<String> NOT_SIMULATED = Set.of("metrics", "config", "support", "simulation");

    public SimulatingLoader(ClassLoader parent) {
        super("simulation", parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(SERVER)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] simulated = isSimulated(name) ? simulated(bytes) : bytes;
            return defineClass(name, simulated, 0, simulated.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static boolean isSimulated(String name) {
        String rest = name.substring(SERVER.length());
        int dot = rest.indexOf('.');
        return dot > 0 && !NOT_SIMULATED.contains(rest.substring(0, dot)) && !rest.contains(".Simulat");
    }

    private static byte[] simulated(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Transformer(writer), 0);
        return writer.toByteArray();
    }

    private static final class Transformer extends ClassVisitor {
        private final Set<String> volatileFields = new HashSet<>();
        private String owner = "";

        Transformer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            owner = name;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public org.objectweb.asm.@Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            if ((access & Opcodes.ACC_VOLATILE) != 0) {
                volatileFields.add(name);
            }
            return super.visitField(access, name, descriptor, signature, value);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            // nothing is interrupted while it initializes a class: others would wait for that
            return next == null ? null : new Code(next, !name.equals("<clinit>"));
        }

        private final class Code extends MethodVisitor {
            private final boolean interruptible;

            Code(MethodVisitor next, boolean interruptible) {
                super(Opcodes.ASM9, next);
                this.interruptible = interruptible;
            }

            private void point() {
                if (interruptible) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, SIMULATION + "Actor", "point", "()V", false);
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String to, String name, String descriptor, boolean itf) {
                if (to.equals("java/lang/System") && name.equals("nanoTime")) {
                    super.visitMethodInsn(opcode, SIMULATION + "VirtualClock", name, descriptor, itf);
                    return;
                }
                if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && descriptor.equals("()V")) {
                    super.visitMethodInsn(opcode, replaced(to), name, descriptor, itf);
                    return;
                }
                if (opcode != Opcodes.INVOKESPECIAL && isShared(to)) {
                    point();
                }
                super.visitMethodInsn(opcode, to, name, descriptor, itf);
            }

            @Override
            public void visitTypeInsn(int opcode, String type) {
                super.visitTypeInsn(opcode, opcode == Opcodes.NEW ? replaced(type) : type);
            }

            @Override
            public void visitFieldInsn(int opcode, String of, String name, String descriptor) {
                if (of.equals(owner) && volatileFields.contains(name)) {
                    point();
                }
                super.visitFieldInsn(opcode, of, name, descriptor);
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
                Object[] changed = arguments.clone();
                for (int i = 0; i < changed.length; i++) {
                    if (changed[i] instanceof Handle handle && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                        changed[i] = new Handle(
                                handle.getTag(),
                                replaced(handle.getOwner()),
                                handle.getName(),
                                handle.getDesc(),
                                handle.isInterface());
                    }
                }
                super.visitInvokeDynamicInsn(name, descriptor, bootstrap, changed);
            }
        }

        private static String replaced(String type) {
            return type.equals("java/security/SecureRandom") ? SIMULATION + "SeededRandom" : type;
        }

        private static boolean isShared(String owner) {
            return SHARED_OWNERS.contains(owner)
                    || owner.startsWith("java/util/concurrent/atomic/")
                    || owner.startsWith("org/jctools/");
        }
    }
}

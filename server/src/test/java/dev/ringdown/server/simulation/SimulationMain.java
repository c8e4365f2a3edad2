package dev.ringdown.server.simulation;

import java.lang.reflect.InvocationTargetException;

/** Starts the simulation from the command line; {@code scripts/simulate.sh} calls it. */
public final class SimulationMain {
    private SimulationMain() {}

    /** Takes how many seconds it runs, and the first seed. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        try {
            new SimulatingLoader(SimulationMain.class.getClassLoader())
                    .loadClass("dev.ringdown.server.transport.Simulation")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(2);
        }
    }
}

package dev.ringdown.client.load;

/**
 * Who computed how much during the measured window, in cores: 1 is one core all the time.
 *
 * @param server the process under load
 * @param generator this process
 * @param others everything else on the machine; much of it makes the figures worthless
 */
record CpuUse(double server, double generator, double others) {
    /** The counters at one moment. */
    record Reading(long nanos, long server, long generator, long machine) {
        static Reading now(MeasuredProcess process) {
            return new Reading(
                    System.nanoTime(),
                    process.cpuNanos(),
                    MeasuredProcess.self().cpuNanos(),
                    MeasuredProcess.machineCpuNanos());
        }

        CpuUse until(Reading later) {
            double time = later.nanos - nanos;
            double server = (later.server - this.server) / time;
            double generator = (later.generator - this.generator) / time;
            double machine = (later.machine - this.machine) / time;
            return new CpuUse(server, generator, Math.max(0, machine - server - generator));
        }
    }

    /** What the server computed for each of so many events a second, in microseconds; 0 when there were none. */
    double serverMicrosPer(double eventsPerSecond) {
        return eventsPerSecond == 0 ? 0 : server * 1e6 / eventsPerSecond;
    }
}

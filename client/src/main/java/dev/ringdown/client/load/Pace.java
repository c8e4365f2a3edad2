package dev.ringdown.client.load;

/** What decides when the next message, or session, starts. */
sealed interface Pace {
    /**
     * The clock decides, whatever the server does.
     *
     * @param perSecond messages or sessions a second in total, above 0
     * @param poisson random gaps instead of even ones
     */
    record OpenLoop(double perSecond, boolean poisson) implements Pace {
        public OpenLoop {
            LoadPlan.require(perSecond > 0 && perSecond <= 10_000_000, "--rate", perSecond, "above 0, to 10 million");
        }
    }

    /**
     * Arrivals decide: so many messages are under way between two peers of a room, and the receiver of one sends the
     * next. In sessions, where a slot plays one after the other, the window has no meaning.
     */
    record ClosedLoop(int window) implements Pace {
        public ClosedLoop {
            LoadPlan.require(window >= 1 && window <= 65_536, "--window", window, "1 to 65536");
        }
    }
}

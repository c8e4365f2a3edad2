package dev.ringdown.server.churn;

import dev.ringdown.server.support.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A client of the vyoma dialect, in text or in JSON; one in JSON also looks for another partner. */
final class VyomaChurn extends ChurnClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where it is, as far as it was told. */
    private enum State {
        NEW,
        WAITING,
        PAIRED,
        /** It asked for somebody else and was not told anything yet. */
        PARTING,
        LEFT
    }

    private boolean json;
    private State state = State.NEW;
    private int pairings;
    private int sent;
    private int heard;

    VyomaChurn(Churn churn, String name, Random random) {
        super(churn, name, random);
    }

    @Override
    void live() throws IOException, InterruptedException {
        synchronized (this) {
            json = random.nextBoolean();
            state = State.NEW;
            pairings = 0;
        }
        connect(json ? "/pair?format=json" : "/pair");
        for (int act = random.nextInt(30); act >= 0 && !isClosed(); act--) {
            pause();
            List<Frame> frames = act();
            send(frames.toArray(Frame[]::new));
        }
        end();
    }

    private synchronized List<Frame> act() {
        List<Frame> frames = new ArrayList<>();
        if (state == State.PAIRED) {
            for (int i = random.nextInt(5); i >= 0; i--) {
                String text = new ChurnTag(self, "partner", "pairing" + pairings, pairings, sent++, size()).text();
                frames.add(Frame.text(json ? "{\"type\":\"message\",\"payload\":\"" + text + "\"}" : text));
            }
        }
        if (json && (state == State.LEFT || (state == State.PAIRED && random.nextInt(10) == 0))) {
            frames.add(Frame.text("{\"type\":\"next\"}"));
            state = State.PARTING;
        }
        return frames;
    }

    @Override
    void heard(String text) {
        if (!json) {
            switch (text) {
                case "⌛ Waiting for another entrepreneur..." -> become(State.WAITING);
                case "🎯 Connected with an entrepreneur!" -> become(State.PAIRED);
                case "⚠️ Partner disconnected." -> become(State.LEFT);
                default -> said(text);
            }
            return;
        }
        JsonNode message = JSON.readTree(text);
        switch (message.path("type").asString()) {
            case "waiting" -> become(State.WAITING);
            case "paired" -> become(State.PAIRED);
            case "partner_left" -> become(State.LEFT);
            case "message" -> said(message.path("payload").asString());
            case "error" -> {
                if (!message.path("payload").path("code").asString().equals("no-partner")) {
                    violation("refused: " + text);
                }
            }
            default -> violation("not of this dialect: " + text);
        }
    }

    private void become(State told) {
        boolean possible = switch (told) {
            case WAITING -> state == State.NEW || state == State.PARTING;
            case PAIRED -> state != State.PAIRED && state != State.LEFT;
            // the partner may go while this one is about to
            case LEFT -> state == State.PAIRED || state == State.PARTING;
            default -> false;
        };
        if (!possible) {
            violation("told that it is %s while %s".formatted(told, state));
        }
        if (told == State.PAIRED) {
            pairings++;
            sent = 0;
            heard = 0;
        }
        if (told != State.LEFT || state != State.PARTING) {
            state = told;
        }
    }

    private void said(String text) {
        ChurnTag tag = ChurnTag.of(text);
        if (tag == null || !tag.sender().startsWith("vyoma") || state == State.WAITING || state == State.LEFT) {
            violation("a message that is not mine, who is %s: %s".formatted(state, text));
            return;
        }
        if (state == State.PAIRED || state == State.PARTING) {
            String me = "pairing " + self + " " + pairings;
            String partner = "pairing " + tag.sender() + " " + tag.stream();
            churn.fact(self, me, partner);
            churn.fact(self, partner, me);
        }
        if (heard++ != tag.number()) {
            violation("number %d was expected: %s".formatted(heard - 1, text));
        }
    }
}

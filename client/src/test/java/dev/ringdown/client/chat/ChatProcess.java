package dev.ringdown.client.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the chat is started as a program of its own, as a person does. */
final class ChatProcess {
    private ChatProcess() {}

    static ProcessBuilder of(List<String> before, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(ChatCommand.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}

import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const repository = resolve(import.meta.dirname, '../../../..');
const startMillis = 30_000;
const stopMillis = 15_000;

// A run that is broken off must leave nothing behind: an exit by a signal would skip what is to be done at the exit.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/**
 * A Ringdown server of the test's own. The command is RINGDOWN_CMD, else the built jar on the newest JDK there is; its
 * `--port 0` is replaced when it starts again on the port it had, its `--bridge-port -1` when that door is to be open.
 */
export class Server {
  #process = null;
  #log = '';
  #adapt;
  port = 0;

  /**
   * @param {object} [options]
   * @param {boolean} [options.bridge] whether the bridge door is open, too
   * @param {string[]} [options.settings] further ones, as `rooms.enabled=false`
   */
  static async start({ bridge = false, settings = [] } = {}) {
    const server = new Server();
    server.#adapt = (command) => [
      command.replace('--bridge-port -1', `--bridge-port ${bridge ? 0 : -1}`),
      ...settings.map((setting) => `--set ${setting}`),
    ].join(' ');
    await server.start();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Resolves once the server says that it is ready. */
  async start() {
    const command = this.#adapt(process.env.RINGDOWN_CMD ?? defaultCommand()).replace('--port 0', `--port ${this.port}`);
    // A group of its own, so that whatever the command starts ends with it.
    const child = spawn(command, { shell: true, detached: true, cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const killAtExit = () => child.exitCode === null && child.signalCode === null && process.kill(-child.pid, 'SIGKILL');
    process.once('exit', killAtExit);
    child.once('exit', () => process.off('exit', killAtExit));
    this.#log = '';
    try {
      this.port = await this.#ready(child, command);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  #ready(child, command) {
    return new Promise((ready, fail) => {
      const timer = setTimeout(() => fail(new Error(`not ready after ${startMillis} ms:\n${this.#log}`)), startMillis);
      child.once('exit', (code) => fail(new Error(`${command} ended with ${code}:\n${this.#log}`)));
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.#log += `${line}\n`;
          // A log in JSON may write a slash as \/.
          const port = /ready.*?http:\/\/127\.0\.0\.1:(\d+)/.exec(line.replaceAll('\\/', '/'))?.[1];
          if (!port) return;
          clearTimeout(timer);
          ready(Number(port));
        });
      }
    });
  }

  /** Asks the server to stop, as an operator would, and waits until it has. */
  async stop() {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((done) => child.once('close', done));
    process.kill(-child.pid, 'SIGTERM');
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), stopMillis);
    await exited;
    clearTimeout(timer);
  }
}

function defaultCommand() {
  const jar = join(repository, 'server/target/ringdown.jar');
  // each of these servers lives for a minute or less: too short for the optimising compiler to pay off
  return `exec "${newestJava()}" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "${jar}" serve --port 0 --host 127.0.0.1 --management-port -1 --bridge-port -1`;
}

function newestJava() {
  const folder = '/usr/lib/jvm';
  const homes = [process.env.RINGDOWN_JAVA_HOME, process.env.JAVA_HOME, ...list(folder).map((name) => join(folder, name))];
  const versions = homes.filter(Boolean).map((home) => ({ home, major: majorOf(home) }));
  const newest = versions.reduce((best, next) => (next.major > best.major ? next : best), { home: '', major: 0 });
  return newest.home ? join(newest.home, 'bin/java') : 'java';
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function majorOf(home) {
  try {
    return Number(/JAVA_VERSION="(\d+)/.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

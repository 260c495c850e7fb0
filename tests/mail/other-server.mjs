// Another program's server of mail, smtp-server: other-server.mjs FOLDER. It listens on loopback and writes its port to
// FOLDER/port. refused@ has no mailbox, dropped@ loses the connection once the message is there; others are taken, their
// messages kept as FOLDER/N.eml.
import { createRequire } from "node:module";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { SMTPServer } = createRequire(join(process.env.NODE_FOLDER, "package.json"))("smtp-server");
const folder = process.argv[2];
let count = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onRcptTo: ({ address }, session, done) =>
    done(address.startsWith("refused@") ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      writeFileSync(join(folder, `${++count}.eml`), Buffer.concat(parts));
      if (session.envelope.rcptTo[0].address.startsWith("dropped@")) server.connections.forEach((c) => c._socket.destroy());
      else done(null, "taken");
    });
  },
});
server.on("error", () => {});  // a connection that ended is no reason to end
server.listen(0, "127.0.0.1", () => {
  writeFileSync(join(folder, "port.part"), String(server.server.address().port));
  renameSync(join(folder, "port.part"), join(folder, "port"));
});

// Starts `cleanclaim lsp` for claim files and rule files; all the rest is the server's.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function activate() {
  const [command, ...args] = workspace.getConfiguration("cleanclaim").get("command");
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  client = new LanguageClient(
    "cleanclaim",
    { command, args, options: folder ? { cwd: folder } : {} },
    { documentSelector: [{ language: "x12-837p" }, { language: "cleanclaim-rules" }] }
  );
  return client.start();
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };

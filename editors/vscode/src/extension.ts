/** Starts `checker lsp` for rule files and fact files, and talks to it as long as a window lives. */

import * as path from "node:path";
import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";

const FILES = "**/*.{dl,yaml,yml,json,jsonl,toml}";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("checker.restartServer", restart),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("checker.server")) {
        await restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  client = undefined;
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function start(): Promise<void> {
  const started = new LanguageClient("checker", "Checker", server(), options());
  client = started;
  try {
    await started.start();
  } catch (fault) {
    const chosen = await vscode.window.showErrorMessage(
      `Checker's language server does not start: ${String(fault)}. ` +
        "Install it with: pip install 'checker[lsp]'",
      "Open settings",
    );
    if (chosen !== undefined) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "checker.server");
    }
  }
}

function server(): ServerOptions {
  const settings = vscode.workspace.getConfiguration("checker.server");
  const command = settings.get<string>("path", "checker");
  const extra = settings.get<string[]>("extraArgs", []);
  return { command: located(command), args: ["lsp", ...extra] };
}

/** A bare name is looked up on PATH; a relative path starts at the first folder. */
function located(command: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const isPath = command.includes("/") || command.includes("\\");
  return folder !== undefined && isPath && !path.isAbsolute(command)
    ? path.join(folder, command)
    : command;
}

function options(): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: "checker-rules" },
      { scheme: "file", language: "yaml" },
    ],
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher(FILES) },
  };
}

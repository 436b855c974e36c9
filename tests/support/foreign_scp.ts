/** Storage SCPs that others have written, run for one test, and what they have stored. */
import { dcmtkProgram } from "./peers.ts";
import { freePort } from "./free_port.ts";
import { pynetdicomPython } from "./peers.ts";

/** A running receiver. */
export interface ForeignScp extends AsyncDisposable {
  readonly port: number;
  /** The contents of all files it has stored. */
  stored(): Uint8Array[];
}

/** How to run a receiver that stores below a folder. */
export type Launch = (place: { port: number; folder: string }) => { program: string; args: string[] };

/** Starts a receiver, and waits until it can be connected to. */
export async function startScp(launch: Launch): Promise<ForeignScp> {
  const folder = Deno.makeTempDirSync();
  const port = freePort();
  const { program, args } = launch({ port, folder });
  const process = new Deno.Command(program, { args, cwd: folder, stdout: "null", stderr: "null" }).spawn();
  let isOver = false;
  const ended = process.status.then(() => void (isOver = true));
  await until(() => isOver || canConnect(port));
  return {
    port,
    stored: () => filesBelow(folder).map((path) => Deno.readFileSync(path)),
    async [Symbol.asyncDispose]() {
      if (!isOver) process.kill("SIGKILL");
      await ended;
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

async function canConnect(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/** Waits until something is so, at most for a long time. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let count = 0; !await condition(); count++) {
    if (count === 1000) throw new Error("Expected something to happen within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

/** DCMTK's storescp, in its own folder. */
export const storescp: Launch = ({ port, folder }) => ({
  program: dcmtkProgram("storescp") ?? "storescp",
  args: ["-od", folder, String(port)],
});

/** DCMTK's dcmqrscp with one application entity, QRSCP. */
export const dcmqrscp: Launch = ({ port, folder }) => {
  Deno.mkdirSync(`${folder}/QRSCP`);
  const config = [
    `NetworkTCPPort = ${port}`,
    "MaxPDUSize = 16384",
    "MaxAssociations = 16",
    "HostTable BEGIN",
    "HostTable END",
    "VendorTable BEGIN",
    "VendorTable END",
    "AETable BEGIN",
    `QRSCP ${folder}/QRSCP RW (200, 1024mb) ANY`,
    "AETable END",
  ];
  Deno.writeTextFileSync(`${folder}/dcmqrscp.cfg`, config.join("\n") + "\n");
  return { program: dcmtkProgram("dcmqrscp") ?? "dcmqrscp", args: ["-c", `${folder}/dcmqrscp.cfg`] };
};

/** The path of a program that is in one of the usual places. */
export function programPath(...paths: string[]): string | undefined {
  return paths.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  });
}

/** Orthanc, which takes everything. */
export const orthanc: Launch = ({ port, folder }) => {
  const config = {
    StorageDirectory: `${folder}/db`,
    IndexDirectory: `${folder}/db`,
    HttpServerEnabled: false,
    DicomPort: port,
    DicomAlwaysAllowStore: true,
    Plugins: [],
  };
  Deno.writeTextFileSync(`${folder}/orthanc.json`, JSON.stringify(config));
  return { program: "/usr/sbin/Orthanc", args: [`${folder}/orthanc.json`] };
};

/** A receiver of a few lines of pynetdicom. */
export const pynetdicom: Launch = ({ port, folder }) => ({
  program: pynetdicomPython() ?? "python3",
  args: [
    "-c",
    [
      "from pynetdicom import AE, evt, AllStoragePresentationContexts",
      "def store(event):",
      `    with open('${folder}/' + event.request.AffectedSOPInstanceUID, 'wb') as file:`,
      "        file.write(event.request.DataSet.getvalue())",
      "    return 0",
      "ae = AE()",
      "ae.supported_contexts = AllStoragePresentationContexts",
      `ae.start_server(('127.0.0.1', ${port}), evt_handlers=[(evt.EVT_C_STORE, store)])`,
    ].join("\n"),
  ],
});

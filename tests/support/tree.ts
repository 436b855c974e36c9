/** A temporary folder with files that contain their own path, removed afterwards. */
export async function withTree(
  paths: readonly string[],
  body: (root: string) => void | Promise<void>,
): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    for (const path of paths) {
      Deno.mkdirSync(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      Deno.writeTextFileSync(`${root}/${path}`, path);
    }
    await body(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

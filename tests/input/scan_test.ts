import { assertEquals } from "@std/assert";
import { PathList, prefixOf } from "../../lib/input/path_list.ts";
import { isFile, isReadableFolder, scanFolder } from "../../lib/input/scan.ts";
import { appendToName } from "../../lib/input/rename.ts";
import { withTree } from "../support/tree.ts";

const scan = (folder: string, options: { pattern?: string; recurse?: boolean } = {}) => {
  const into = new PathList();
  const cycles: string[] = [];
  scanFolder(folder, {
    into,
    pattern: options.pattern ?? "",
    recurse: options.recurse ?? true,
    onCycle: (path) => cycles.push(path),
  });
  return { paths: [...into].map((path) => path.slice(folder.length + 1)), cycles };
};

Deno.test("a tree is walked in the order of its listings, each folder in its place", async () => {
  await withTree(["a", "s/b", "s/t/c", "z"], (root) => {
    const expected: string[] = [];
    const walk = (folder: string, prefix: string) => {
      for (const { name, isDirectory } of Deno.readDirSync(folder)) {
        if (isDirectory) walk(`${folder}/${name}`, `${prefix}${name}/`);
        else expected.push(prefix + name);
      }
    };
    walk(root, "");
    assertEquals(scan(root).paths, expected);
    assertEquals(expected.toSorted(), ["a", "s/b", "s/t/c", "z"]);
  });
});

Deno.test("folders in folders are left alone without recursion, and patterns are about files only", async () => {
  await withTree(["a.dcm", "b.txt", "s/c.dcm"], (root) => {
    assertEquals(scan(root, { recurse: false }).paths.toSorted(), ["a.dcm", "b.txt"]);
    assertEquals(scan(root, { pattern: "*.dcm" }).paths.toSorted(), ["a.dcm", "s/c.dcm"]);
  });
});

Deno.test("a folder that contains itself through a link is entered once", async () => {
  await withTree(["s/a"], (root) => {
    Deno.symlinkSync("..", `${root}/s/up`);
    assertEquals(scan(root), { paths: ["s/a"], cycles: [`${root}/s/up`] });
  });
});

Deno.test("a link to a folder is entered, a broken one is taken for a file", async () => {
  await withTree(["s/a"], (root) => {
    Deno.symlinkSync("s", `${root}/link`);
    Deno.symlinkSync("nowhere", `${root}/broken`);
    assertEquals(scan(root).paths.toSorted(), ["broken", "link/a", "s/a"]);
    assertEquals([isFile(`${root}/broken`), isFile(`${root}/link`), isFile(`${root}/s/a`)], [
      false,
      false,
      true,
    ]);
    assertEquals([isReadableFolder(`${root}/link`), isReadableFolder(`${root}/s/a`)], [true, false]);
  });
});

Deno.test("paths are put together as DCMTK does", () => {
  const joined = [".", "./", "", "a", "a//", "./a", "/", "//"].map((folder) => prefixOf(folder) + "x");
  assertEquals(joined, ["x", "x", "x", "a/x", "a/x", "./a/x", "/x", "/x"]);
});

Deno.test("a list gives back many paths as they were added", () => {
  const list = new PathList();
  const paths = Array.from({ length: 5000 }, (_, n) => [`folder ${n >> 6}/`, `n\u00e4me ${n}`] as const);
  for (const [folder, name] of paths) list.push(folder, name);
  list.push("", "alone");
  assertEquals([...list], [...paths.map(([folder, name]) => folder + name), "alone"]);
});

Deno.test("a file is renamed, but never over another one", async () => {
  await withTree(["a", "b", "b.done"], (root) => {
    assertEquals(appendToName(`${root}/a`, ".bad"), { from: `${root}/a`, to: `${root}/a.bad` });
    assertEquals(isFile(`${root}/a.bad`), true);
    assertEquals(appendToName(`${root}/b`, ".done").error instanceof Deno.errors.AlreadyExists, true);
    assertEquals(Deno.readTextFileSync(`${root}/b.done`), "b.done");
    assertEquals(appendToName(`${root}/c`, ".done").error instanceof Deno.errors.NotFound, true);
  });
});

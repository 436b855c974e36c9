import { assert, assertEquals } from "@std/assert";
import { PathList, prefixOf } from "../../lib/input/path_list.ts";
import { isFile, isReadableFolder, scanFolder } from "../../lib/input/scan.ts";
import { appendToName } from "../../lib/input/rename.ts";
import { runProgram } from "../support/run_program.ts";
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

/** A list with paths that are long now and then. */
function manyPaths() {
  const list = new PathList();
  const paths = Array.from({ length: 5000 }, (_, n) => ({
    prefix: `folder ${n >> 6}/`,
    name: `n\u00e4me ${n}${n % 999 === 7 ? "long".repeat(n) : ""}`,
  }));
  for (const path of paths) list.push(path);
  list.push({ prefix: "", name: "alone" });
  return { list, expected: [...paths.map(({ prefix, name }) => prefix + name), "alone"] };
}

Deno.test("a list gives back many paths as they were added", () => {
  const { list, expected } = manyPaths();
  assertEquals([...list], expected);
  for (const index of [5000, 0, 4999, 17, 16, 3, 2500]) assertEquals(list.at(index), expected[index]);
  assertEquals([...list].length, 5001);
});

Deno.test("a list that is drained gives back every path once", () => {
  const { list, expected } = manyPaths();
  const again = new PathList();
  for (const path of list.drain()) again.push(path);
  assertEquals([...again], expected);
});

/** Prints how many bytes a million paths take, how many letters their names have, and two of the paths. */
const million = `
  import { PathList } from "${new URL("../../lib/input/path_list.ts", import.meta.url)}";
  const usedBytes = () => {
    gc();
    const { heapUsed, external } = Deno.memoryUsage();
    return heapUsed + external;
  };
  const before = usedBytes();
  const list = new PathList();
  let letters = 0;
  for (let n = 0; n < 1_000_000; n++) {
    const name = "IM" + String(n).padStart(8, "0") + ".dcm";
    letters += name.length;
    list.push({ prefix: "/archive/study " + (n >> 9) + "/series/", name });
  }
  console.log(JSON.stringify({ took: usedBytes() - before, letters, paths: [list.at(0), list.at(999_999)] }));`;

Deno.test("a million paths take no more than their names and a few bytes", async () => {
  const ran = await runProgram(Deno.execPath(), ["eval", "--v8-flags=--expose-gc", million]);
  const { took, letters, paths } = JSON.parse(ran.stdout);
  assertEquals(paths, [
    "/archive/study 0/series/IM00000000.dcm",
    "/archive/study 1953/series/IM00999999.dcm",
  ]);
  assert(took > letters && took < letters + 5_000_000, `${took} bytes for ${letters} letters`);
});

Deno.test("a path that was given as a whole is given back as it was, whatever is in it", () => {
  const list = new PathList();
  const given = ["a", "/", "//a", "a/", "./a//b", "a\0b", "\ud800", "", "a\nb", "\u65e5/\u672c"];
  const many = Array.from({ length: 60 }, () => given).flat();
  for (const name of many) list.push({ prefix: "", name });
  assertEquals([...list], many);
  assertEquals(list.length, many.length);
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

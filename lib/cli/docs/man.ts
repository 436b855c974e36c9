/**
 * The manual page, in mdoc.
 *
 * @module
 */
import type { OptionGroup, OptionRow, OptionSection } from "../options/option.ts";
import { optionGroups, parameters } from "../options/table.ts";
import { releaseDate, version } from "../program.ts";
import { heading } from "./markdown.ts";
import { rulesOf } from "./rules.ts";

/** The manual page `storescu.1`. */
export function manualPage(): string {
  return `.\\" Made from the table of options of storescu ${version}; changes belong there
.Dd ${mdocDate(releaseDate)}
.Dt STORESCU 1
.Os
.Sh NAME
.Nm storescu
.Nd DICOM storage (C-STORE) SCU
.Sh SYNOPSIS
.Nm
.Op Ar options
.Ar peer
.Ar port
.Ar dcmfile-in ...
.Sh DESCRIPTION
.Nm
sends DICOM files to a DICOM peer.
It takes the options of the program of the same name in DCMTK 3.6.7, says what
that says, and has some options more.
.Pp
.Bl -tag -width Ds -compact
${parameters.map(({ name, help }) => `.It Ar ${name}\n${text(help)}\n`).join("")}.El
.Sh OPTIONS
Options may stand before, between and behind the parameters.
They cannot be abbreviated or joined.
${optionGroups.map(groupText).join("")}${notes}`;
}

const notes = `.Sh COMMAND FILES
An argument
.Ql @file
stands for the arguments in that file, separated by blanks and ends of lines.
Arguments with blanks are put in single or double quotes.
Command files named in command files are not read.
.Sh LOGGING
Log lines go to the standard error output, unless
.Fl -log-config
says otherwise.
.Fl -log-level
takes
.Cm off , fatal , error , warn , info , debug , trace
and
.Cm all
in upper or lower case.
.Fl -quiet
is
.Cm fatal ,
.Fl -verbose
is
.Cm info ,
.Fl -debug
is
.Cm debug ,
and without any of them it is
.Cm warn .
.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev DCMDICTPATH
Data dictionaries to use in the place of the built-in one, separated by colons
(by semicolons on Windows).
.It Ev TCP_NODELAY
0 leaves Nagle's algorithm on; it is off by default.
.It Ev TCP_BUFFER_LENGTH
How many bytes the system keeps for the connection in each direction; 0 for
65536.
It needs the right to call foreign functions
.Pq Fl -allow-ffi ,
and cannot be had on Windows; where it cannot be done a warning says so.
.It Ev STORESCU_OPENSSL_LIB
Where OpenSSL is: a directory, or the file of libssl.
.It Ev DCMTK_LOG4CPLUS_LOGLOG_QUIETMODE
1 keeps complaints about the configuration of the logger to itself.
.El
.Sh EXIT STATUS
.Bl -tag -width 130
.It 0
Everything was sent, or
.Fl -no-halt
was given and the association was ended in good order.
.It 1
The command line is wrong, a file cannot be sent, or there was no association.
.It 10
The peer ended the association before it had answered.
.It 130 , 143
The program was interrupted by SIGINT or SIGTERM.
.El
.Pp
Where the peer refuses a file with a status, and
.Fl -no-halt
is not given, the exit status is the high byte of that status: 167 for 0xA700.
.Sh EXAMPLES
Send all files of a folder, and what is below it:
.Pp
.Dl storescu +sd +r pacs.example.org 104 folder
.Pp
Send compressed images as they are, proposing only what the files need:
.Pp
.Dl storescu -R -xs pacs.example.org 104 image.dcm
.Sh STANDARDS
DICOM PS3.4, PS3.5, PS3.7, PS3.8, PS3.10 and PS3.15.
`;

function groupText({ title, sections }: OptionGroup): string {
  return `.Ss ${text(heading(title))}\n${sections.map(sectionText).join(".Pp\n")}`;
}

function sectionText({ title, options }: OptionSection): string {
  const subheading = title === undefined ? "" : `${text(heading(title))}:\n`;
  return `${subheading}.Bl -tag -width Ds\n${options.map(optionText).join("")}.El\n`;
}

function optionText(row: OptionRow): string {
  const { long, short, help, valueText, parameters = [] } = row;
  const names = short ? `${nameText(short)} , ${nameText(long)}` : nameText(long);
  const values = parameters.map(({ name }) => ` Ar ${name.replaceAll(" ", "-")}`).join("");
  const described = valueText === undefined ? "" : `${text(`${valueText.trim()}.`)}\n`;
  const rules = rulesOf(row).map((rule) => `${text(rule)}\n`).join("");
  return `.It ${names}${values}\n${described}${text(sentence(help))}\n${rules}`;
}

/** `Fl` puts a minus before its argument. */
function nameText(name: string): string {
  return name.startsWith("-") ? `Fl ${name.slice(1)}` : `Cm ${name}`;
}

function sentence(help: string): string {
  const line = help.replaceAll("\n", " ");
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

const maxColumns = 79;

/** Text in short lines that cannot be taken for macros, escapes or ends of sentences. */
function text(plain: string): string {
  const words = plain.replaceAll("\\", "\\e").replaceAll("--", "\\-\\-").replace(/\.(?= [A-Z])/g, ".\\&")
    .split(" ");
  const lines: string[] = [""];
  for (const word of words) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= maxColumns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replace(/^(?=[.'])/, "\\&")).join("\n");
}

function mdocDate(isoDate: string): string {
  const format = { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-US", format).format(new Date(isoDate));
}

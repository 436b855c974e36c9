/**
 * User identity negotiation (PS3.7, Annex D.3.3.7).
 *
 * @module
 */
import type { Draft, IdentityDraft } from "./draft.ts";
import { onlyWith, type OptionRow, type OptionSection } from "./option.ts";

const isUserOnly = ({ identity }: Draft) => identity.mode === "user";

/** What is in the file, as the help says it, and what kind of identity that is. */
interface IdentityFile {
  readonly content: string;
  readonly mode: IdentityDraft["mode"];
}

function fromFile(names: Pick<OptionRow, "long" | "short">, { content, mode }: IdentityFile): OptionRow {
  return {
    ...names,
    parameters: [{ name: "filename", kind: "file" }],
    valueText: "[f]ilename: string",
    help: `read ${content} from file f`,
    set: ({ identity }, [file]) => {
      identity.file = file.text;
      identity.mode = mode;
    },
  };
}

/** Options of user identity negotiation. */
export const identityOptions: OptionSection = {
  title: "user identity negotiation:",
  options: [
    {
      long: "--user",
      short: "-usr",
      parameters: [{ name: "user", kind: "string" }],
      valueText: "[u]ser name: string",
      help: "authenticate using user name u",
      set: ({ identity }, [user]) => {
        identity.user = user.text;
        identity.mode = "user";
      },
    },
    {
      long: "--password",
      short: "-pwd",
      parameters: [{ name: "password", kind: "string" }],
      valueText: "[p]assword: string (only with --user)",
      help: "authenticate using password p",
      checks: [onlyWith({ option: "--password", base: "--user" }, isUserOnly)],
      set: ({ identity }, [password]) => {
        identity.password = password.text;
        identity.mode = "user-password";
      },
    },
    {
      long: "--empty-password",
      short: "-epw",
      help: "send empty password (only with --user)",
      checks: [onlyWith({ option: "--empty-password", base: "--user" }, isUserOnly)],
      set: ({ identity }) => {
        identity.password = "";
        identity.mode = "user-password";
      },
    },
    fromFile({ long: "--kerberos", short: "-kt" }, { content: "kerberos ticket", mode: "kerberos" }),
    fromFile({ long: "--saml" }, { content: "SAML request", mode: "saml" }),
    fromFile({ long: "--jwt" }, { content: "JWT data", mode: "jwt" }),
    {
      long: "--pos-response",
      short: "-rsp",
      help: "expect positive response",
      checks: [
        onlyWith(
          { option: "--pos-response", base: "--user, --kerberos or --saml" },
          ({ identity }) => identity.mode !== "none",
        ),
      ],
      set: ({ identity }) => identity.positiveResponse = true,
    },
  ],
};

import { assertEquals, assertThrows } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { type CipherSuite, cipherSuiteOf } from "../../lib/transport/cipher_suites.ts";
import { selectSuites, type TlsProfileName, tlsProfiles } from "../../lib/transport/tls_profiles.ts";

const permissions = "none";
const isSupported = ({ name }: CipherSuite) => !name.includes("_3DES_");

function select(profile: TlsProfileName, added: string[]) {
  const told: string[] = [];
  const log = ({ severity, text }: { severity: string; text: string }) => told.push(`${severity}: ${text}`);
  try {
    const suites = selectSuites({ profile, added, isSupported, log });
    return { suites: suites.map(({ opensslName }) => opensslName), told };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return { failed: formatCondition(error.condition), told };
  }
}

Deno.test({
  name: "Every cipher suite of a profile is one that DCMTK has a name for",
  permissions,
  fn() {
    for (const { suites } of Object.values(tlsProfiles)) {
      assertEquals(suites.filter((name) => cipherSuiteOf(name) === undefined), []);
    }
  },
});

Deno.test({
  name: "Added suites follow those of the profile, the last one first",
  permissions,
  fn() {
    const rsa = "TLS_RSA_WITH_AES_256_CBC_SHA", dhe = "TLS_DHE_RSA_WITH_AES_256_CBC_SHA";
    assertEquals(select("aes", [rsa, dhe]).suites, ["AES128-SHA", "DHE-RSA-AES256-SHA", "AES256-SHA"]);
  },
});

Deno.test({
  name: "A suite that would weaken the profile, or that nobody can negotiate, ends the run",
  permissions,
  fn() {
    assertEquals(select("bcp195", ["TLS_RSA_WITH_NULL_SHA"]), {
      failed: "000b:000a Ciphersuite not allowed in current DICOM security profile",
      told: [
        "fatal: Unencrypted ciphersuite 'TLS_RSA_WITH_NULL_SHA' not permitted with security profile 'BCP 195 TLS Profile'",
      ],
    });
    assertEquals(select("bcp195-ex", ["TLS_RSA_WITH_AES_256_CBC_SHA"]), {
      failed: "000b:000a Ciphersuite not allowed in current DICOM security profile",
      told: [
        "fatal: Additional ciphersuites not permitted with security profile 'Extended BCP 195 TLS Profile'",
      ],
    });
    assertEquals(
      select("aes", ["TLS_RSA_WITH_3DES_EDE_CBC_SHA"]).failed,
      "000b:0003 Unknown or invalid ciphersuite: TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    );
    const log = () => {};
    const error = assertThrows(
      () => selectSuites({ profile: "aes", added: ["NOT_A_SUITE"], isSupported, log }),
      DicomError,
      "NOT_A_SUITE",
    );
    assertEquals(formatCondition(error.condition), "0001:0007 Illegal call, perhaps wrong parameters");
  },
});

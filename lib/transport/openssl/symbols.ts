/**
 * Every function of OpenSSL that is called, with the owner and the lifetime of every pointer that crosses the border.
 *
 * This is the file to audit: a mistake here is not an exception but a crash. Four rules hold for all of it.
 *
 * 1. No function pointer is ever passed: OpenSSL never calls back into JavaScript. Callback parameters are null.
 * 2. A `buffer` is lent for the time of the call. OpenSSL copies what it needs; one function alone keeps it, and says so.
 *    Strings are lent as bytes with a zero behind them ({@linkcode cString}).
 * 3. A `pointer` result is *owned* (ours, freed exactly once with the function named) or *borrowed* (part of another
 *    object, not freed, not used after that object is gone). Static strings are borrowed for ever.
 * 4. All calls are synchronous, on one thread, so that the error queue, which belongs to the thread, is ours. To bind a
 *    function late does not touch that queue.
 *
 * C's `long` is 64 bits wide except on Windows, where it is 32. Parameters are passed as i64, of which Windows looks
 * at the lower half; results are read as i32 or masked, as only the lower half is used.
 *
 * @module
 */

/** Functions of libcrypto that every connection needs. */
export const cryptoSymbols = {
  /** (options, null) -> 1. Called before anything else. */
  OPENSSL_init_crypto: { parameters: ["u64", "pointer"], result: "i32" },
  /** The version as 0xMNN00PPSL. */
  OpenSSL_version_num: { parameters: [], result: "u64" },
  /** (what) -> static text. */
  OpenSSL_version: { parameters: ["i32"], result: "pointer" },

  /** (lent bytes, borrowed text, size of the lent bytes) -> length of the text; as much as fits is copied. */
  OPENSSL_strlcpy: { parameters: ["buffer", "pointer", "usize"], result: "usize" },

  // Errors. The queue belongs to the thread; a code is a number and owns nothing.
  ERR_clear_error: { parameters: [], result: "void" },

  // Memory BIOs.
  /** -> static method. */
  BIO_s_mem: { parameters: [], result: "pointer" },
  /** (method) -> owned BIO; freed with BIO_free, or by the SSL that it is given to. */
  BIO_new: { parameters: ["pointer"], result: "pointer" },
  /** (bio, lent bytes, length) -> bytes read; what is read is copied into the lent bytes. */
  BIO_read: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  /** (bio, lent bytes, length) -> bytes written; they are copied. */
  BIO_write: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  /** (bio, command, number, null) -> depends on the command. */
  BIO_ctrl: { parameters: ["pointer", "i32", "i64", "pointer"], result: "i32" },

  // Trust.
  /** -> static method. */
  X509_LOOKUP_file: { parameters: [], result: "pointer" },
  /** -> static method. */
  X509_LOOKUP_hash_dir: { parameters: [], result: "pointer" },
  /** (store, method) -> borrowed from the store, or null. */
  X509_STORE_add_lookup: { parameters: ["pointer", "pointer"], result: "pointer" },
  /** (lookup, command, lent file name, file type, null) -> over 0 where it worked; what is loaded goes to the store. */
  X509_LOOKUP_ctrl: { parameters: ["pointer", "i32", "buffer", "i64", "pointer"], result: "i32" },
  X509_VERIFY_PARAM_set_flags: { parameters: ["pointer", "u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Functions of libcrypto for certificates, keys, errors and seeds; bound when the first of them is called. */
export const seldomCryptoSymbols = {
  /** Takes the earliest error from the queue; 0 where there is none. */
  ERR_get_error: { parameters: [], result: "u64" },
  /** (code) -> static text or null. */
  ERR_reason_error_string: { parameters: ["u64"], result: "pointer" },
  BIO_free: { parameters: ["pointer"], result: "i32" },
  /** (lent file name, lent mode) -> owned BIO or null; freed with BIO_free. */
  BIO_new_file: { parameters: ["buffer", "buffer"], result: "pointer" },

  // Certificates.
  /** (bio, null, null callback, null) -> owned X509 or null; freed with X509_free. */
  PEM_read_bio_X509: { parameters: ["pointer", "pointer", "pointer", "pointer"], result: "pointer" },
  /** (bio, null) -> owned X509 or null; freed with X509_free. */
  d2i_X509_bio: { parameters: ["pointer", "pointer"], result: "pointer" },
  X509_free: { parameters: ["pointer"], result: "void" },
  /** (x509) -> version minus one. */
  X509_get_version: { parameters: ["pointer"], result: "i32" },
  /** (x509) -> borrowed from the X509. */
  X509_get_serialNumber: { parameters: ["pointer"], result: "pointer" },
  /** (x509) -> borrowed from the X509. */
  X509_get_subject_name: { parameters: ["pointer"], result: "pointer" },
  /** (x509) -> borrowed from the X509. */
  X509_get_issuer_name: { parameters: ["pointer"], result: "pointer" },
  /** (x509) -> borrowed from the X509. */
  X509_get0_notBefore: { parameters: ["pointer"], result: "pointer" },
  /** (x509) -> borrowed from the X509. */
  X509_get0_notAfter: { parameters: ["pointer"], result: "pointer" },
  /** (x509) -> borrowed from the X509. */
  X509_get0_pubkey: { parameters: ["pointer"], result: "pointer" },
  /** (x509) -> number of the signature algorithm. */
  X509_get_signature_nid: { parameters: ["pointer"], result: "i32" },
  /** (name, lent bytes, their length) -> the lent bytes again, filled with text and a zero; not used. */
  X509_NAME_oneline: { parameters: ["pointer", "buffer", "i32"], result: "pointer" },
  /** (integer) -> its value, or -1 where it is too large. */
  ASN1_INTEGER_get: { parameters: ["pointer"], result: "i64" },
  /** (bio, time) -> 1; the text is written into the BIO. */
  ASN1_TIME_print: { parameters: ["pointer", "pointer"], result: "i32" },
  /** (number) -> static text or null. */
  OBJ_nid2sn: { parameters: ["i32"], result: "pointer" },
  /** (key) -> size in bits; the name since 3.0. */
  EVP_PKEY_get_bits: { parameters: ["pointer"], result: "i32", optional: true },
  /** (key) -> size in bits; the name before 3.0. */
  EVP_PKEY_bits: { parameters: ["pointer"], result: "i32", optional: true },
  /** (key) -> number of the key's type; the name since 3.0. */
  EVP_PKEY_get_base_id: { parameters: ["pointer"], result: "i32", optional: true },
  /** (key) -> number of the key's type; the name before 3.0. */
  EVP_PKEY_base_id: { parameters: ["pointer"], result: "i32", optional: true },
  /** (lookup, lent file name, file type) -> number of revocation lists, which go to the store. */
  X509_load_crl_file: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  /** (parameters, lent address) -> 1 where the text is an IP address, which is copied. */
  X509_VERIFY_PARAM_set1_ip_asc: { parameters: ["pointer", "buffer"], result: "i32" },
  /** (parameters, lent name, 0 for its length) -> 1; the name is copied. */
  X509_VERIFY_PARAM_set1_host: { parameters: ["pointer", "buffer", "usize"], result: "i32" },
  /** (error number) -> static text. */
  X509_verify_cert_error_string: { parameters: ["i64"], result: "pointer" },

  // Random numbers.
  /** (lent file name, -1) -> bytes read. */
  RAND_load_file: { parameters: ["buffer", "i64"], result: "i32" },
  /** (lent file name) -> bytes written, or -1. */
  RAND_write_file: { parameters: ["buffer"], result: "i32" },
  /** -> 1 where there is enough randomness. */
  RAND_status: { parameters: [], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Functions of libssl that every connection needs. */
export const sslSymbols = {
  /** -> static method. */
  TLS_client_method: { parameters: [], result: "pointer" },
  /** (method) -> owned SSL_CTX or null; freed with SSL_CTX_free, after which its SSLs keep it alive. */
  SSL_CTX_new: { parameters: ["pointer"], result: "pointer" },
  SSL_CTX_free: { parameters: ["pointer"], result: "void" },
  SSL_CTX_set_security_level: { parameters: ["pointer", "i32"], result: "void" },
  /** (context, options to add) -> all options. */
  SSL_CTX_set_options: { parameters: ["pointer", "u64"], result: "u64" },
  /** (context, command, number, lent numbers or null); they are copied. */
  SSL_CTX_ctrl: { parameters: ["pointer", "i32", "i64", "buffer"], result: "i32" },
  /** (context, lent list) -> 1 where at least one suite is known. */
  SSL_CTX_set_cipher_list: { parameters: ["pointer", "buffer"], result: "i32" },
  /** (context, mode, null callback). */
  SSL_CTX_set_verify: { parameters: ["pointer", "i32", "pointer"], result: "void" },
  /** (context) -> borrowed from the context. */
  SSL_CTX_get0_param: { parameters: ["pointer"], result: "pointer" },
  /** (context) -> borrowed from the context. */
  SSL_CTX_get_cert_store: { parameters: ["pointer"], result: "pointer" },

  /** (context) -> owned SSL or null; freed with SSL_free. */
  SSL_new: { parameters: ["pointer"], result: "pointer" },
  SSL_free: { parameters: ["pointer"], result: "void" },
  /** (ssl, BIO to read from, BIO to write to); both belong to the SSL from then on. */
  SSL_set_bio: { parameters: ["pointer", "pointer", "pointer"], result: "void" },
  SSL_connect: { parameters: ["pointer"], result: "i32" },
  /** (ssl, result of the last call) -> what to do next; asked right after that call. */
  SSL_get_error: { parameters: ["pointer", "i32"], result: "i32" },
  /** (ssl, lent bytes, their length) -> bytes read; they are copied into the lent bytes. */
  SSL_read: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  /** (ssl, lent bytes, their length) -> bytes encrypted into the BIO. */
  SSL_write: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  SSL_shutdown: { parameters: ["pointer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Functions of libssl that few connections need; bound when the first of them is called. */
export const seldomSslSymbols = {
  /**
   * (context, password with a zero, or null): with no callback set, OpenSSL takes this as the password of a key. The
   * lent bytes are kept, against rule 2: they are set to null again before they are wiped and released.
   */
  SSL_CTX_set_default_passwd_cb_userdata: { parameters: ["pointer", "buffer"], result: "void" },
  /** (context, lent file name, file type) -> 1; the key goes to the context. */
  SSL_CTX_use_PrivateKey_file: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  /** (context, lent file name) -> 1; the certificates go to the context. */
  SSL_CTX_use_certificate_chain_file: { parameters: ["pointer", "buffer"], result: "i32" },
  /** (context, x509) -> 1; the context takes a reference of its own. */
  SSL_CTX_use_certificate: { parameters: ["pointer", "pointer"], result: "i32" },
  SSL_CTX_check_private_key: { parameters: ["pointer"], result: "i32" },
  /** (ssl, command, number, lent text); it is copied. */
  SSL_ctrl: { parameters: ["pointer", "i32", "i64", "buffer"], result: "i32" },
  /** (ssl) -> borrowed from the SSL. */
  SSL_get0_param: { parameters: ["pointer"], result: "pointer" },
  SSL_get_verify_result: { parameters: ["pointer"], result: "i32" },
  /** (ssl) -> static text. */
  SSL_get_version: { parameters: ["pointer"], result: "pointer" },
  /** (ssl) -> borrowed from the library, or null. */
  SSL_get_current_cipher: { parameters: ["pointer"], result: "pointer" },
  /** (cipher) -> static text. */
  SSL_CIPHER_get_name: { parameters: ["pointer"], result: "pointer" },
  /** (cipher, null) -> secret bits. */
  SSL_CIPHER_get_bits: { parameters: ["pointer", "pointer"], result: "i32" },
  /** (ssl) -> owned X509 or null, freed with X509_free; the name since 3.0. */
  SSL_get1_peer_certificate: { parameters: ["pointer"], result: "pointer", optional: true },
  /** (ssl) -> owned X509 or null, freed with X509_free; the name before 3.0. */
  SSL_get_peer_certificate: { parameters: ["pointer"], result: "pointer", optional: true },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of libcrypto, bound. */
export type CryptoFunctions = Deno.StaticForeignLibraryInterface<
  typeof cryptoSymbols & typeof seldomCryptoSymbols
>;

/** The functions of libssl, bound. */
export type SslFunctions = Deno.StaticForeignLibraryInterface<
  typeof sslSymbols & typeof seldomSslSymbols
>;

/** An object of OpenSSL; never null where it is owned. */
export type Handle = NonNullable<Deno.PointerValue>;

/**
 * A text as C wants it: UTF-8 and a zero. Throws where there is a zero within. The bytes are never moved in memory,
 * which those of a small array without a buffer of its own might be.
 */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.includes(0)) throw new TypeError("Text for OpenSSL contains a zero byte");
  const terminated = new Uint8Array(new ArrayBuffer(bytes.length + 1));
  terminated.set(bytes);
  bytes.fill(0);
  return terminated;
}

/**
 * The text that a borrowed pointer points to; `undefined` for null. OpenSSL copies it into memory of ours, so that no
 * permission is needed to look at foreign memory.
 */
export function textOf(crypto: CryptoFunctions, pointer: Deno.PointerValue): string | undefined {
  if (pointer === null) return undefined;
  const bytes = new Uint8Array(longestTextBytes);
  const length = Number(crypto.OPENSSL_strlcpy(bytes, pointer, BigInt(bytes.length)));
  return new TextDecoder().decode(bytes.subarray(0, Math.min(length, bytes.length - 1)));
}

const longestTextBytes = 512;

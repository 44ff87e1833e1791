import COpenSSL
import Glibc
import Testing

/// Keys and certificates made for one test, in a folder that goes with it.
final class Certificates {
  /// Who signs, and for how long and for whom it holds.
  struct Server {
    var names = "DNS:localhost,IP:127.0.0.1"
    var validFrom = -3600
    var validTo = 86_400
    var isSignedByStranger = false
  }

  private let folder: String
  private let authority: Pair
  private let stranger: Pair
  private var files: [String] = []
  private(set) var authorityFile = ""

  init() throws {
    var template = Array("/tmp/lianji-certificates-XXXXXX".utf8CString)
    _ = try #require(mkdtemp(&template))
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    authority = try Pair.authority("Test Authority")
    stranger = try Pair.authority("Another Authority")
    authorityFile = try write("authority.pem") { PEM_write_bio_X509($0, authority.certificate) }
  }

  deinit {
    for file in files { unlink(file) }
    rmdir(folder)
  }

  /// Writes a certificate and its key, and gives the paths of both.
  func make(_ server: Server = Server()) throws -> (certificate: String, key: String) {
    let issuer = server.isSignedByStranger ? stranger : authority
    let pair = try Pair(
      "Test Center", issuer: issuer, validFrom: server.validFrom, validTo: server.validTo,
      extensions: [(NID_subject_alt_name, server.names)])
    let number = files.count
    return (
      try write("certificate\(number).pem") { PEM_write_bio_X509($0, pair.certificate) },
      try write("key\(number).pem") {
        PEM_write_bio_PrivateKey($0, pair.key, nil, nil, 0, nil, nil)
      }
    )
  }

  /// A file that is no PEM.
  func nonsense() throws -> String {
    try write("nonsense.pem") { BIO_puts($0, "not a certificate\n") > 0 ? 1 : 0 }
  }

  private func write(
    _ name: String, _ body: (OpaquePointer) -> Int32
  ) throws -> String {
    let path = "\(folder)/\(name)"
    let file = try #require(BIO_new_file(path, "w"))
    defer { BIO_free(file) }
    files.append(path)
    try #require(body(file) == 1)
    return path
  }
}

/// A key and the certificate for it.
private final class Pair {
  let key: OpaquePointer
  let certificate: OpaquePointer

  static func authority(_ name: String) throws -> Pair {
    try Pair(
      name, issuer: nil, validFrom: -3600, validTo: 86_400,
      extensions: [(NID_basic_constraints, "critical,CA:TRUE")])
  }

  init(
    _ name: String, issuer: Pair?, validFrom: Int, validTo: Int,
    extensions: [(identifier: Int32, value: String)]
  ) throws {
    let context = try #require(EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil))
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    try #require(EVP_PKEY_keygen_init(context) == 1)
    try #require(EVP_PKEY_CTX_set_group_name(context, "P-256") == 1)
    try #require(EVP_PKEY_keygen(context, &key) == 1)
    self.key = try #require(key)
    let certificate = try #require(X509_new())
    self.certificate = certificate
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int(getpid()))
    X509_gmtime_adj(X509_getm_notBefore(certificate), validFrom)
    X509_gmtime_adj(X509_getm_notAfter(certificate), validTo)
    X509_set_pubkey(certificate, self.key)
    let subject = X509_get_subject_name(certificate)
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0)
    let issuerName = issuer.map { X509_get_subject_name($0.certificate) } ?? subject
    X509_set_issuer_name(certificate, issuerName)
    for (identifier, value) in extensions {
      let entry = try #require(X509V3_EXT_conf_nid(nil, nil, identifier, value))
      X509_add_ext(certificate, entry, -1)
      X509_EXTENSION_free(entry)
    }
    try #require(X509_sign(certificate, issuer?.key ?? self.key, EVP_sha256()) > 0)
  }

  deinit {
    X509_free(certificate)
    EVP_PKEY_free(key)
  }
}

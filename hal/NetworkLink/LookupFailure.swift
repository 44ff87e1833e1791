/// Why a name gave no address.
struct LookupFailure: Error, Hashable, Sendable {
  /// A code of `getaddrinfo`.
  let code: Int32
  /// The error number, which counts when the code is `EAI_SYSTEM`.
  let errno: Int32
}

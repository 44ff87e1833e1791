import COpenSSL

/// A point of a curve.
struct CurvePoint: ~Copyable {
  let handle: OpaquePointer

  deinit { EC_POINT_free(handle) }
}

/// Where a point lies.
struct CurveCoordinates: ~Copyable {
  let x: BigNumber
  let y: BigNumber
}

/// Computation on one curve; lives as long as one signature takes.
struct CurveArithmetic: ~Copyable {
  let curve: EllipticCurve
  let order: BigNumber
  let room: NumberRoom
  private let group: OpaquePointer

  init(_ curve: EllipticCurve) throws(CryptographyError) {
    let identifier =
      switch curve {
      case .p256: NID_X9_62_prime256v1
      case .p521: NID_secp521r1
      case .sm2: NID_sm2
      }
    let order = try BigNumber()
    let room = try NumberRoom()
    guard let group = EC_GROUP_new_by_curve_name(identifier) else { throw .libraryFailure }
    guard EC_GROUP_get_order(group, order.handle, room.handle) == 1 else {
      EC_GROUP_free(group)
      throw .libraryFailure
    }
    self.curve = curve
    self.order = order
    self.room = room
    self.group = group
  }

  deinit { EC_GROUP_free(group) }

  /// A point to compute into.
  func point() throws(CryptographyError) -> CurvePoint {
    guard let handle = EC_POINT_new(group) else { throw .libraryFailure }
    return CurvePoint(handle: handle)
  }

  /// A point with both coordinates; throws when it is not on the curve.
  func point(x: [UInt8], y: [UInt8]) throws(CryptographyError) -> CurvePoint {
    let point = try point()
    let x = try BigNumber(x)
    let y = try BigNumber(y)
    try require(
      EC_POINT_set_affine_coordinates(group, point.handle, x.handle, y.handle, room.handle) == 1)
    return point
  }

  /// The point with this x and the smaller y; throws when the curve has none.
  func point(x: [UInt8]) throws(CryptographyError) -> CurvePoint {
    let point = try point()
    let x = try BigNumber(x)
    try require(
      EC_POINT_set_compressed_coordinates(group, point.handle, x.handle, 0, room.handle) == 1)
    if try !isSmallerRoot(coordinates(of: point).y) {
      try require(EC_POINT_invert(group, point.handle, room.handle) == 1)
    }
    return point
  }

  /// A number from 1 to the order less one.
  func scalar(_ bytes: [UInt8]) throws(CryptographyError) -> BigNumber {
    let scalar = try BigNumber(bytes)
    guard !scalar.isZero, scalar.isLess(than: order) else { throw .badKeyLength(bytes.count) }
    return scalar
  }

  /// A number from anything, modulo the order.
  func reduced(_ bytes: [UInt8]) throws(CryptographyError) -> BigNumber {
    let number = try BigNumber(bytes)
    let result = try BigNumber()
    try require(BN_nnmod(result.handle, number.handle, order.handle, room.handle) == 1)
    return result
  }

  /// `scalar` times the base point.
  func multiplyBase(
    _ scalar: borrowing BigNumber, into result: borrowing CurvePoint
  ) throws(CryptographyError) {
    try require(
      EC_POINT_mul(group, result.handle, scalar.handle, nil, nil, room.handle) == 1)
  }

  /// `scalar` times `point`.
  func multiply(
    _ scalar: borrowing BigNumber, _ point: borrowing CurvePoint,
    into result: borrowing CurvePoint
  ) throws(CryptographyError) {
    try require(
      EC_POINT_mul(group, result.handle, nil, point.handle, scalar.handle, room.handle) == 1)
  }

  /// `baseScalar` times the base point plus `scalar` times `point`.
  func combine(
    _ baseScalar: borrowing BigNumber, _ scalar: borrowing BigNumber,
    _ point: borrowing CurvePoint, into result: borrowing CurvePoint
  ) throws(CryptographyError) {
    try require(
      EC_POINT_mul(
        group, result.handle, baseScalar.handle, point.handle, scalar.handle, room.handle) == 1)
  }

  /// Both coordinates; throws for the point at infinity.
  func coordinates(
    of point: borrowing CurvePoint
  ) throws(CryptographyError) -> CurveCoordinates {
    let result = CurveCoordinates(x: try BigNumber(), y: try BigNumber())
    try require(
      EC_POINT_get_affine_coordinates(
        group, point.handle, result.x.handle, result.y.handle, room.handle) == 1)
    return result
  }

  /// Whether `y` is the smaller of the two that share an x: not above half the field.
  func isSmallerRoot(_ y: borrowing BigNumber) throws(CryptographyError) -> Bool {
    let field = try BigNumber()
    let double = try BigNumber()
    try require(
      EC_GROUP_get_curve(group, field.handle, nil, nil, room.handle) == 1
        && BN_lshift1(double.handle, y.handle) == 1)
    return double.isLess(than: field)
  }
}

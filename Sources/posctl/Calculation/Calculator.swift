import JSONText

/// One calculator of an EMV laboratory: named inputs in, one JSON object out.
///
/// All of its help comes from what it declares here; its example is run by a test.
struct Calculator: Sendable {
  /// What a worked example shows.
  struct Example: Sendable {
    /// The input as it is typed.
    let input: String
    /// The members of the output that the source publishes, or all of them.
    let output: String
    /// Where the numbers were published.
    let source: String
  }

  let name: String
  let summary: String
  /// Where the method is written down.
  let reference: String
  let inputs: [CalculationField]
  /// The members of the output and what they say.
  let outputs: [(key: String, meaning: String)]
  let example: Example
  private let compute: @Sendable (CalculationInput) throws(CalculationError) -> [JSONValue.Member]

  init(
    _ name: String, _ summary: String, reference: String, inputs: [CalculationField],
    outputs: [(key: String, meaning: String)], example: Example,
    compute:
      @escaping @Sendable (CalculationInput) throws(CalculationError)
      -> [JSONValue.Member]
  ) {
    self.name = name
    self.summary = summary
    self.reference = reference
    self.inputs = inputs
    self.outputs = outputs
    self.example = example
    self.compute = compute
  }

  /// Computes from an object with the declared inputs.
  func result(of json: JSONValue) throws(CalculationError) -> JSONValue {
    .object(try compute(CalculationInput(json, fields: inputs)))
  }

  /// Computes from the text of such an object.
  func result(ofText text: String) throws(CalculationError) -> JSONValue {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: text)
    } catch {
      throw .notAnObject("\(error.reason) at character \(error.offset + 1)")
    }
    return try result(of: json)
  }
}

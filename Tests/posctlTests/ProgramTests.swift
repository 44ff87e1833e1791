import Testing

@Suite struct ProgramTests {
  @Test(arguments: [
    ["--help"], ["status", "--help"], ["ledger", "--help"], ["ledger", "list", "--help"],
    ["ledger", "show", "--help"], ["ledger", "verify", "--help"], ["backup", "--help"],
    ["restore", "--help"], ["modem", "--help"], ["decode", "--help"], ["decode", "8583", "--help"],
    ["decode", "tlv", "--help"],
  ])
  func `help is everywhere`(arguments: [String]) throws {
    let run = try Program(arguments: arguments)
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: posctl"))
    #expect(run.errors.isEmpty)
  }

  @Test func `the version is told`() throws {
    let run = try Program("--version")
    #expect(run.status == 0)
    #expect(run.output == "posctl 0.1.0\n")
  }

  @Test(arguments: ["frobnicate", "--frobnicate", "restore", "backup"])
  func `a command line that makes no sense ends with status 2`(word: String) throws {
    let run = try Program(word)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("posctl"))
    #expect(run.errors.contains("--help"))
  }

  @Test func `a profile that is missing or wrong is named with what to do`() throws {
    let missing = try Program("status", "--profile", "/nowhere/profile.yaml")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("/nowhere/profile.yaml"))
    #expect(missing.errors.contains("--profile FILE"))
    let wrong = try Program(
      "ledger", "list", "--profile", Program.profile, "--set", "center.port=99999")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("center.port"))
  }

  @Test func `a terminal that is not there is named with what to do`() throws {
    let folder = try TemporaryFolder()
    let run = try Program("status", "--socket", folder("none.sock"))
    #expect(run.status == 2)
    #expect(run.errors.contains(folder("none.sock")))
    #expect(run.errors.contains("start it with posd"))
  }
}

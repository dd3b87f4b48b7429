/// The built program, run as a script would run it.

import Foundation

struct Program {
  let status: Int32
  let output: String
  let complaints: [String]

  /// The `hilum` that was built with these tests.
  static var path: String {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "hilum").path
  }

  /// Runs `hilum ARGUMENTS…` without a terminal and waits for its end.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program {
    try run(arguments: arguments, environment: environment)
  }

  /// - Parameter input: what stands on standard input; nothing by default.
  static func run(arguments: [String], environment: [String: String] = [:], input: String = "") throws
    -> Program
  {
    let process = Process()
    let (output, complaints) = (try Scratch.file(), try Scratch.file())
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    // What a run records is not the reader's own.
    let state = FileManager.default.temporaryDirectory.appending(path: "hilum-tests-state").path
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_STATE_HOME": state]) { $1 }.merging(environment) { $1 }
    let given = try Scratch.file()
    try given.write(contentsOf: Data(input.utf8))
    try given.seek(toOffset: 0)
    process.standardInput = given
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: try Scratch.text(output),
      complaints: try Scratch.text(complaints).split(separator: "\n").map(String.init))
  }

  /// What the program printed, as JSON.
  func json() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
  }
}

/// Files without a name: a child may fill them without end, and they are gone when closed.
private enum Scratch {
  static func file() throws -> FileHandle {
    let path = FileManager.default.temporaryDirectory.appending(path: "hilum-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: path.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: path) }
    return try FileHandle(forUpdating: path)
  }

  static func text(_ file: FileHandle) throws -> String {
    try file.seek(toOffset: 0)
    return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
  }
}

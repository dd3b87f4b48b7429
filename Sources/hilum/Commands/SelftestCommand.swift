/// `hilum selftest`: compares this build with golden files made by PyTorch and OpenCV.

import ArgumentParser
import Foundation
import Neural

struct SelftestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Compare networks, layers, losses, resizing and decoding with golden files.",
    discussion:
      "With --reference, a line for each tensor: ok or FAIL, file, tensor, largest error, tolerance. "
      + "With --films, a table of how the films of a folder compare with its expected.jsonl. "
      + "Exit status 1 if a tolerance is exceeded, a film differs, or no file was known.")

  @Option(help: "A folder of golden tensors.") var reference: String?
  @Option(help: "A folder of films with expected.jsonl, what reference decoders made of them.") var films:
    String?
  @Option(help: "Threads; one for each processor by default.") var threads = Threads.processors

  func validate() throws {
    guard reference != nil || films != nil else { throw ValidationError("Give --reference or --films.") }
    guard threads >= 1 else { throw ValidationError("--threads is at least 1.") }
  }

  func run() throws {
    if let films { try compare(films) }
    if let reference { try check(reference) }
  }

  private func compare(_ films: String) throws {
    let lines: [Conformance.Line]
    do { lines = try Conformance(folder: films).lines() } catch {
      throw ValidationError("\(films)/expected.jsonl cannot be read.")
    }
    print(Conformance.report(lines))
    if lines.isEmpty || lines.contains(where: { $0.conformity == .differs }) { throw ExitCode(1) }
  }

  private func check(_ reference: String) throws {
    let names = try files("safetensors", in: reference)
    let selftest = Selftest(folder: reference, seeds: try seeds(in: reference))
    var (checked, failed) = (0, 0)
    for name in names where !isWeights(name, names) {
      guard let checks = checks(name, selftest, in: reference) else {
        print("not known \(name)")
        continue
      }
      for check in checks { print(check.line) }
      checked += checks.count
      failed += checks.count { !$0.isWithin }
    }
    print("\(checked) tensors checked, \(failed) outside their tolerance")
    if failed > 0 || checked == 0 { throw ExitCode(1) }
  }

  /// A file that cannot be read counts as one that failed.
  private func checks(_ name: String, _ selftest: Selftest, in reference: String) -> [GoldenCheck]? {
    do {
      if name == "cv2_resize" { return try ResizeGoldens(path: "\(reference)/\(name).safetensors").checks() }
      return try selftest.check(name, Threads(threads))
    } catch {
      Console.complain("\(name): \(error)\n")
      return [GoldenCheck(file: name, tensor: "(unreadable)", error: .infinity, tolerance: 0)]
    }
  }

  /// Weights are not checked but used: `<model>.weights`, or `<model>` beside `<model>_<size>`.
  private func isWeights(_ name: String, _ names: [String]) -> Bool {
    name.hasSuffix(".weights")
      || names.contains { other in
        let size = other.split(separator: "_").last ?? ""
        return ["\(name)_\(size)", "large_\(name)_\(size)"].contains(other) && size.first?.isNumber == true
      }
  }

  /// The names of the folder's files with an ending, without it, in order.
  private func files(_ ending: String, in reference: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: reference)
        .filter { $0.hasSuffix(".\(ending)") }.map { String($0.dropLast(ending.count + 1)) }.sorted()
    } catch {
      throw ValidationError("\(reference) is not a folder that can be read.")
    }
  }

  /// The seed of each model that has a manifest.
  private func seeds(in reference: String) throws -> [String: UInt64] {
    struct Manifest: Decodable {
      let model: String
      let seed: UInt64
    }
    var seeds: [String: UInt64] = [:]
    for name in try files("json", in: reference) where name.hasPrefix("manifest_") {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(reference)/\(name).json"))
      let manifest = try JSONDecoder().decode(Manifest.self, from: data)
      seeds[manifest.model] = manifest.seed
    }
    return seeds
  }
}

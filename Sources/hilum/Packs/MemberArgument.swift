/// One member of a pack as the command line names it: `NAME=ARCHITECTURE:FILE`, or `NAME=FILE` for weights that say what
/// they are.

import ArgumentParser
import Foundation
import Imaging
import Neural
import Review

struct MemberArgument: ExpressibleByArgument {
  let name: String
  private let architecture: String?
  let file: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    name = String(argument[..<equals])
    let rest = argument[argument.index(after: equals)...]
    let parts = rest.split(separator: ":", maxSplits: 1)
    let isNamed = parts.count == 2 && ModelRegistry.names.contains(String(parts[0]))
    architecture = isNamed ? String(parts[0]) : nil
    file = isNamed ? String(parts[1]) : String(rest)
    guard !name.isEmpty, !file.isEmpty else { return nil }
  }

  init(name: String, architecture: String?, file: String) {
    self.name = name
    self.architecture = architecture
    self.file = file
  }

  /// What the weights say of themselves, as `hilum train` writes it.
  func metadata() throws -> [String: String] { try SafetensorsFile(path: file).metadata }

  /// The member as a pack writer takes it; what is not given is taken from the weights.
  func source(size: Int?, profile: PreprocessProfile?) throws -> PackWriter.Source {
    let known = try metadata()
    guard let architecture = architecture ?? known["arch"] else {
      throw ValidationError(
        "\(name): the weights do not say their architecture; write \(name)=ARCHITECTURE:FILE.")
    }
    return PackWriter.Source(
      name: name, architecture: architecture, weights: file,
      size: size ?? known["size"].flatMap { Int($0) } ?? 512,
      profile: profile ?? known["profile"].flatMap(PreprocessProfile.init(rawValue:)) ?? .repoInference)
  }

  /// The labels to use: those named, else those in the weights, else the thirty of CXR-LT.
  func labels(_ named: String?) throws -> [String] {
    if named == "cxrlt30" { return LabelList.cxrlt30 }
    if let named { return named.split(separator: ",").map(String.init) }
    guard let json = try metadata()["labels"] else { return LabelList.cxrlt30 }
    return try JSONDecoder().decode([String].self, from: Data(json.utf8))
  }
}

extension PreprocessProfile: ExpressibleByArgument {}

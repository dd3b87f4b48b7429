/// Networks and layers against PyTorch: the golden files among the fixtures.

import Testing

import Neural

@Suite("Goldens")
struct GoldenTests {
  static let files = [
    "micro_v2_csra_46x70", "micro_v2_standard_64", "convnextv2_atto_csra_64", "convnextv2_atto_csra_224",
    "convnextv2_atto_standard_224", "micro_v1_csra_46x70", "convnext_atto_csra_224", "batchnorm_train",
    "losses", "optimizer",
  ]

  private func selftest() throws -> Selftest {
    Selftest(
      folder: try fixture("README.md").replacing("/README.md", with: ""),
      seeds: ["convnextv2_atto_csra": 1, "convnextv2_atto_standard": 1, "convnext_atto_csra": 1])
  }

  @Test("every tensor of a golden file agrees with PyTorch", arguments: files, [1, 2])
  func agree(_ file: String, _ threads: Int) throws {
    let checks = try #require(try selftest().check(file, Threads(threads)))
    #expect(!checks.isEmpty)
    for check in checks { #expect(check.isWithin, "\(check.line)") }
  }
}

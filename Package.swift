// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: Swift 6 mode, warnings are errors, imports are internal unless they say otherwise.
let swift: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
/// Kernels are compiled with full optimisation in every configuration: a debug GEMM helps nobody.
let kernels: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-Wall", "-Wextra", "-Werror"])]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], links: [String] = [], embeds: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: embeds.map { .embedInCode($0) }, swiftSettings: swift,
    linkerSettings: links.map { .linkedLibrary($0) })
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    resources: [.copy("Fixtures")], swiftSettings: swift)
}

let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "hilum",
  products: [.executable(name: "hilum", targets: ["hilum"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // C and C++: only what Swift cannot spell, or hot loops that need run-time CPU dispatch.
    .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("openblas")]),
    .target(name: "CKernels", cSettings: kernels, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CMapped", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16"), .linkedLibrary("z")]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CTIFF", linkerSettings: [.linkedLibrary("tiff")]),
    .target(
      name: "CDicom", cxxSettings: [.define("HAVE_CONFIG_H")],
      linkerSettings: ["dcmjpeg", "dcmjpls", "dcmdata", "oflog", "ofstd", "openjp2", "z"].map {
        .linkedLibrary($0)
      }),
    .target(name: "CWorker", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),

    // The rooms, in the order in which a film walks through them.
    library("Imaging", ["CDicom", "CPNG", "CJPEG", "CTIFF", "CWorker"]),
    library("Phantom", ["Imaging"]),
    library("Neural", ["COpenBLAS", "CKernels", "CMapped"], links: ["m"]),
    library("Trust"),
    library("Review", ["Imaging", "Neural", "Trust", "CCrypto", toml]),
    // The default theme travels in the binary too, which then shows itself wherever it is copied.
    library("Terminal", ["CNcurses", "CZlib", toml], embeds: ["Theme/dark.toml"]),
    library("Workstation", ["Review", "Terminal"]),
    .executableTarget(
      name: "hilum",
      dependencies: [
        "Workstation", "Terminal", "Review", "Imaging", "Neural", "Trust", "Phantom", arguments, toml,
      ],
      swiftSettings: swift,
      // The audit log names the build that spoke by this id.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id=sha1"], .when(platforms: [.linux]))]),

    .target(
      name: "CTestTerminal", dependencies: ["CNcurses"], path: "Tests/CTestTerminal",
      linkerSettings: ["sixel", "util", "z"].map { .linkedLibrary($0) }),
    tests("Imaging"), tests("Phantom"), tests("Neural"), tests("Trust"),
    tests("Review"), tests("Terminal", ["CTestTerminal"]), tests("Workstation"),
    tests("hilum", ["Neural", "Phantom"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

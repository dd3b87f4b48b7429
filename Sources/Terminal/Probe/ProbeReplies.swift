/// What a terminal answers when asked what it can do: pure, whatever pieces the answers come in.

/// Feed it bytes until `isComplete`. Keys typed meanwhile are kept in `typed`.
package struct ProbeReplies: Sendable {
  /// Parameters of the primary device attributes (DA1); 4 among them means sixel. Nil: no answer yet.
  package private(set) var attributes: [Int]?
  /// XTVERSION's text, such as `XTerm(379)`.
  package private(set) var version: String?
  package private(set) var hasKitty = false
  /// Colour registers and the largest picture (XTSMGRAPHICS items 1 and 2).
  package private(set) var registers: Int?
  package private(set) var sixelLimit: PixelSize?
  /// The size of a cell (CSI 16 t) and of the text area (CSI 14 t) in pixels.
  package private(set) var cell: PixelSize?
  package private(set) var area: PixelSize?
  package private(set) var typed: [Key] = []
  /// How long the answers took.
  package internal(set) var waited = Duration.zero

  private var parser = EscapeParser()
  private var decoder = InputDecoder()

  package init() {}

  /// DA1 is asked last and every terminal answers it, so nothing that was asked before will come after it.
  package var isComplete: Bool { attributes != nil }

  package var hasSixel: Bool { attributes?.contains(4) ?? false }

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      for token in parser.feed(byte) { take(token) }
    }
  }

  /// No more will come: a held Escape was a key.
  package mutating func finish() {
    for token in parser.flush() { take(token) }
  }

  private mutating func take(_ token: InputToken) {
    switch token {
    case .csi(UInt8(ascii: "?"), let parameters, UInt8(ascii: "c")): attributes = parameters
    case .csi(UInt8(ascii: "?"), let parameters, UInt8(ascii: "S")): takeGraphics(parameters)
    case .csi(nil, let parameters, UInt8(ascii: "t")): takeSize(parameters)
    case .string(UInt8(ascii: "P"), let payload): takeVersion(payload)
    case .string(UInt8(ascii: "_"), let payload):
      if payload.starts(with: "Gi=\(Probe.kittyID)".utf8) { hasKitty = hasKitty || payload.ends(with: ";OK") }
    default: if let key = decoder.input(token)?.key { typed.append(key) }
    }
  }

  /// `item ; status ; value...`, status 0 is success.
  private mutating func takeGraphics(_ parameters: [Int]) {
    guard parameters.count >= 3, parameters[1] == 0 else { return }
    if parameters[0] == 1 && parameters[2] > 0 { registers = parameters[2] }
    if parameters[0] == 2 && parameters.count >= 4 { sixelLimit = Self.size(parameters[2], parameters[3]) }
  }

  /// `item ; height ; width`.
  private mutating func takeSize(_ parameters: [Int]) {
    guard parameters.count == 3 else { return }
    let size = Self.size(parameters[2], parameters[1])
    if parameters[0] == 6 { cell = size }
    if parameters[0] == 4 { area = size }
  }

  /// Nothing that a terminal says is taken for a size unless it could be one.
  private static func size(_ width: Int, _ height: Int) -> PixelSize? {
    let plausible = 1...100_000
    return plausible.contains(width) && plausible.contains(height)
      ? PixelSize(width: width, height: height) : nil
  }

  /// `>|text`; only printable ASCII is kept.
  private mutating func takeVersion(_ payload: [UInt8]) {
    guard payload.starts(with: ">|".utf8) else { return }
    version = String(
      decoding: payload.dropFirst(2).filter { (0x20...0x7E).contains($0) }.prefix(60), as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

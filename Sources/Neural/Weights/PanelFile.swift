/// What the products of a network were packed into, kept in a file: opened again, the network is mapped and not packed.

internal import Glibc

/// A safetensors file whose data begin on a page of memory. Its header says what was packed, how, and a checksum of the data;
/// a file that is not of this key, or not whole, counts as none. Confined to the thread or actor of the network.
package final class PanelFile {
  /// What panels follow from: the same key, the same bits.
  package struct Key: Equatable, Sendable {
    let metadata: [String: String]

    /// - Parameter weights: SHA-256 of the weight file.
    package init(
      weights: String, architecture: String, set: KernelSet = .best, precision: Precision = .float32
    ) {
      let bytes = precision == .eightBits ? "+\(ByteKernelSet.best)" : ""
      metadata = [
        "schema": "hilum.panels/1", "weights": weights, "architecture": architecture,
        "kernels": "\(set)\(bytes)", "precision": precision.rawValue,
      ]
    }
  }

  /// A checksum of several runs of bytes, as if they followed one another.
  package typealias Checksum = ([UnsafeRawBufferPointer]) -> String

  package let path: String
  private let key: Key
  private let checksum: Checksum
  private let file: SafetensorsFile?
  /// Where nothing was found: what was packed instead.
  private var made: [(name: String, product: any PackedProduct)] = []

  /// Looks for the file at `path`.
  package init(_ path: String, _ key: Key, checksum: @escaping Checksum) {
    (self.path, self.key, self.checksum) = (path, key, checksum)
    file = Self.find(path, key, checksum)
  }

  private static func find(_ path: String, _ key: Key, _ checksum: Checksum) -> SafetensorsFile? {
    guard let file = try? SafetensorsFile(path: path), let sum = file.metadata["checksum"],
      file.metadata == key.metadata.merging(["checksum": sum], uniquingKeysWith: { $1 }),
      checksum([file.data]) == sum
    else { return nil }
    return file
  }

  /// Whether there was such a file.
  package var isFound: Bool { file != nil }
  /// Whether something was packed that is in no file yet.
  package var isNew: Bool { !made.isEmpty }

  /// - Throws: `WeightError.malformed` when the file was written or shortened since it was found: numbers may be wrong.
  package func requireUnchanged() throws(WeightError) { try file?.requireUnchanged() }

  /// The product `name` as it was packed before; nil where it was not.
  func product<Product: PackedProduct>(_ name: String, from inputs: Int, to outputs: Int) -> Product? {
    file.flatMap { Product($0, name, from: inputs, to: outputs) }
  }

  /// Remembers what was packed, for `write`.
  func keep(_ name: String, _ product: some PackedProduct) { made.append((name, product)) }

  /// Writes what was packed, and forgets it. No more than a fair copy: it need not survive a crash, and a half-written
  /// one is never found.
  /// - Throws: `WeightError.unwritable`.
  package func write() throws(WeightError) {
    defer { made = [] }
    guard isNew else { return }
    let parts = made.flatMap { name, product in
      product.parts.map { (name: "\(name).\($0.name)", type: $0.type, bytes: $0.bytes) }
    }
    let data = parts.map(\.bytes)
    let header = SafetensorsHeader.encoded(
      parts.map { ($0.name, $0.type, [$0.bytes.count / $0.type.size], $0.bytes.count) },
      metadata: key.metadata.merging(["checksum": checksum(data)], uniquingKeysWith: { $1 }), alignment: 4096)
    let written = header.withUnsafeBytes { bytes in
      Result { () throws(WeightError) in try writeUnsynced([bytes] + data, to: path) }
    }
    try written.get()
  }
}

/// Puts a private file (mode 0600) at `path`, whole, but does not wait until it is on the disk.
private func writeUnsynced(_ pieces: [UnsafeRawBufferPointer], to path: String) throws(WeightError) {
  let draft = "\(path).\(getpid()).part"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { throw .unwritable(file: path, reason: systemReason()) }
  let complaint = writeAll(pieces, to: descriptor)
  close(descriptor)
  guard complaint == nil, rename(draft, path) == 0 else {
    let reason = complaint ?? systemReason()
    unlink(draft)
    throw .unwritable(file: path, reason: reason)
  }
}

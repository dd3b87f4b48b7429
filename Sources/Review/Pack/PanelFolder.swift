/// Where the packed weights of large networks are kept between runs.

internal import Foundation
internal import Neural

/// A folder of the reader's own, which may be deleted at any time. It never holds more than `limit` bytes.
package struct PanelFolder: Sendable {
  private static let limit = 4 << 30
  private let path: String
  private let worthwhile: Int

  /// - Parameter worthwhile: of how many bytes of weights on; smaller networks are packed sooner than a file is checked.
  package init(_ path: String, worthwhile: Int = 64 << 20) {
    (self.path, self.worthwhile) = (path, worthwhile)
  }

  /// What was kept of a member, or the empty file that it can be kept in; nil for one that is too small.
  func file(for member: PackManifest.Member, _ precision: Precision, bytes: Int) -> PanelFile? {
    guard bytes >= worthwhile else { return nil }
    let parts = [
      "\(member.weights.sha256.prefix(32))", member.architecture, "\(KernelSet.best)", precision.rawValue,
    ]
    let key = PanelFile.Key(
      weights: member.weights.sha256, architecture: member.architecture, precision: precision)
    return PanelFile("\(path)/\(parts.joined(separator: "-")).safetensors", key, checksum: Checksum.of)
  }

  /// Keeps what was packed anew, where there is room for it; makes room by deleting the oldest first. Where the folder cannot
  /// be written, nothing is kept.
  func keep(_ files: [PanelFile]) {
    let new = files.filter(\.isNew)
    guard !new.isEmpty, (try? FileWriter.makeFolder(path)) != nil, hasRoom else { return }
    for file in new { try? file.write() }
    prune()
  }

  /// Whether as much is free as the folder may ever hold.
  private var hasRoom: Bool {
    let values = try? URL(filePath: path).resourceValues(forKeys: [.volumeAvailableCapacityKey])
    return (values?.volumeAvailableCapacity ?? 0) > Self.limit
  }

  private func prune() {
    let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey]
    let files = try? FileManager.default.contentsOfDirectory(
      at: URL(filePath: path), includingPropertiesForKeys: Array(keys))
    let dated = (files ?? []).compactMap { file -> (URL, size: Int, date: Date)? in
      guard let values = try? file.resourceValues(forKeys: keys), let size = values.fileSize,
        let date = values.contentModificationDate
      else { return nil }
      return (file, size, date)
    }
    var sum = 0
    for (file, size, date) in dated.sorted(by: { $0.date > $1.date }) {
      sum += size
      let isLeftover = file.pathExtension == "part" && date.timeIntervalSinceNow < -3600
      if sum > Self.limit || isLeftover { try? FileManager.default.removeItem(at: file) }
    }
  }
}

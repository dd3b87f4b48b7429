/// Weights without some of their labels: the rows of the last layers that speak of them are left out.

internal import Foundation
internal import Neural

enum LabelCut {
  /// The last layers of the heads, whose first axis is the label.
  private static let layers: Set<String> = [
    "head.classifier.weight", "head.classifier.bias", "head.conv_att.weight", "classifier.6.weight",
    "classifier.6.bias",
  ]

  /// The file at `path`, without the outputs of `dropped`, in the same precision.
  /// - Throws: `ReviewError.labelUnknown`, `.weights`.
  static func cut(
    _ path: String, labels: [String], dropping dropped: [String], member: String
  ) throws(ReviewError) -> [UInt8] {
    if let unknown = dropped.first(where: { !labels.contains($0) }) {
      throw .labelUnknown(unknown, known: labels)
    }
    guard Set(dropped).count < labels.count else { throw .labelUnknown("all", known: labels) }
    let kept = labels.indices.filter { !dropped.contains(labels[$0]) }
    do throws(WeightError) {
      let file = try SafetensorsFile(path: path)
      var metadata = file.metadata
      if metadata["labels"] != nil,
        let names = try? JSONEncoder().encode(kept.map { labels[$0] })
      {
        metadata["labels"] = String(decoding: names, as: UTF8.self)
      }
      var writer = SafetensorsWriter(metadata: metadata)
      for entry in file.entries { try add(entry, of: file, kept, labels.count, to: &writer) }
      return writer.encoded()
    } catch {
      throw .weights(member: member, error)
    }
  }

  private static func add(
    _ entry: SafetensorsEntry, of file: SafetensorsFile, _ kept: [Int], _ labels: Int,
    to writer: inout SafetensorsWriter
  ) throws(WeightError) {
    guard entry.type.fitsFloat32 else {
      return writer.add(entry.name, entry.shape, integers: try file.integers(entry.name))
    }
    let precision: SafetensorsWriter.Precision = entry.type == .float16 ? .float16 : .float32
    let values = try file.floats(entry.name)
    guard layers.contains(entry.name), entry.shape.first == labels else {
      return writer.add(entry.name, entry.shape, values, as: precision)
    }
    let row = values.count / labels
    let cut = kept.flatMap { values[($0 * row)..<(($0 + 1) * row)] }
    writer.add(entry.name, [kept.count] + entry.shape.dropFirst(), cut, as: precision)
  }
}

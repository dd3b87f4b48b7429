/// The sound files that mutants are made from.

import Foundation
package import Imaging

package struct FuzzSeed {
  /// For reports; the file's own name, or what was generated.
  package let name: String
  /// What its mutants are counted under.
  package let kind: String
  package let bytes: [UInt8]
}

package enum FuzzSeeds {
  /// Every regular file under `paths` that is no larger than `limit`, in the order of their paths.
  /// - Parameter pool: tells the transfer syntaxes of DICOM files apart, where it is given.
  package static func files(under paths: [String], limit: Int, _ pool: DecodePool?) -> [FuzzSeed] {
    paths.flatMap { path -> [FuzzSeed] in
      let names = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
        .sorted()
      let found = names.isEmpty ? [path] : names.map { path + "/" + $0 }
      return found.compactMap { file in
        guard let bytes = try? ImageFile.read(file), bytes.count <= limit else { return nil }
        return FuzzSeed(name: file, kind: kind(bytes, pool), bytes: bytes)
      }
    }
  }

  /// PNG, JPEG, or DICOM with its transfer syntax; nothing else has a decoder to attack.
  private static func kind(_ bytes: [UInt8], _ pool: DecodePool?) -> String {
    guard let format = try? FileFormat.recognise(bytes).get() else { return "other" }
    guard format == .dicom, let film = try? pool?.open(bytes: bytes) else { return format.rawValue }
    return "DICOM " + (film.metadata.transferSyntaxUID ?? "")
  }

  /// Small films that Hilum itself writes.
  package static func generated() throws -> [FuzzSeed] {
    let gray8 = PNGImage(rows: 12, columns: 17, gray: (0..<204).map { UInt8($0) })
    let gray16 = PNGImage(rows: 9, columns: 8, gray: (0..<72).map { UInt16($0 * 900) })
    let colour = PNGImage(rows: 8, columns: 9, rgb: (0..<216).map { UInt8($0) })
    var seeds = try zip(["gray 8", "gray 16", "colour"], [gray8, gray16, colour]).map {
      FuzzSeed(name: "generated PNG, \($0)", kind: "PNG", bytes: try $1.encoded())
    }
    for bits in [8, 12, 16] {
      let frame = StoredFrame(
        rows: 16, columns: 16, bitsStored: bits, photometric: .monochrome2,
        values: (0..<256).map { Int32($0 * 251 % (1 << bits)) })
      var facts = DXAttributes(
        studyInstanceUID: "2.25.1", seriesInstanceUID: "2.25.2", sopInstanceUID: "2.25.3",
        patientName: "A^B", patientID: "1", studyDate: "20260101")
      facts.windows = [Window(center: 100, width: 50)]
      let bytes = try DicomWriter.write(frame: frame, attributes: facts)
      seeds.append(
        FuzzSeed(
          name: "generated DICOM, \(bits) bits", kind: "DICOM 1.2.840.10008.1.2.1", bytes: bytes))
    }
    return seeds + portableMaps
  }

  /// PGM and PPM, plain and raw.
  private static var portableMaps: [FuzzSeed] {
    let ramp = (0..<48).map { UInt8($0 * 5) }
    let plain = ramp.map { "\($0)" }.joined(separator: " ")
    let files: [(String, [UInt8])] = [
      ("raw gray", Array("P5 8 6 255\n".utf8) + ramp),
      ("raw deep gray", Array("P5\n# deep\n6 4 65535\n".utf8) + ramp),
      ("raw colour", Array("P6 4 4 255\n".utf8) + ramp),
      ("plain gray", Array("P2 8 6 255\n\(plain)\n".utf8)),
      ("plain colour", Array("P3 4 4 255\n\(plain)\n".utf8)),
    ]
    return files.map { FuzzSeed(name: "generated PNM, \($0)", kind: "PNM", bytes: $1) }
  }
}

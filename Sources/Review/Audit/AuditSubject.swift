/// What the audit log wants to know of a film beside what was found on it: small, so that the film itself can go.

package import Imaging

package struct AuditSubject: Equatable, Sendable {
  let acquisition: AuditEntry.Acquisition
  /// Whether the file contradicts itself about which values are bright.
  let isContradictory: Bool
  /// DICOM UIDs: kept as keyed hashes alone.
  package let study, series, instance: String?

  package init(_ film: Film) {
    acquisition = AuditEntry.Acquisition(film)
    isContradictory = film.metadata.polarityIsContradictory(film.frame.photometric)
    study = film.metadata.studyInstanceUID
    series = film.metadata.seriesInstanceUID
    instance = film.metadata.sopInstanceUID
  }
}

extension AuditEntry.Acquisition {
  /// Codes of the standard alone: a value that is not one is left out, because it may be free text.
  fileprivate init(_ film: Film) {
    func code(_ text: String?) -> String? {
      guard let text, text.utf8.count <= 16 else { return nil }
      let isCode = text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 0x5F }
      return isCode && !text.isEmpty ? text : nil
    }
    format = "\(film.format)"
    modality = code(film.metadata.modality)
    viewPosition = code(film.metadata.viewPosition)
    photometric = "\(film.frame.photometric)"
    isInverted = film.frame.photometric == .monochrome1
    burnedInAnnotation = film.metadata.burnedInAnnotation
  }
}

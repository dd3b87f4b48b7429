/// Groups films into studies and series, and finds the earlier studies of the same patient.

/// Films of one series (PS3.3 A.1.2), in the order of their instance numbers.
package struct FilmSeries: Equatable, Sendable {
  package let uid: String
  package let number: Int?
  package fileprivate(set) var films: [FoundFilm]
}

/// One examination.
package struct FilmStudy: Equatable, Sendable {
  package let uid: String
  package let patient: PatientKey?
  /// `YYYYMMDD`, then `HHMMSS`; "" where the films do not say.
  package let date: String
  package let time: String
  package fileprivate(set) var series: [FilmSeries]
}

/// Grows with each batch of headers. Films without a Study Instance UID, such as PNG files, belong to no study.
package struct StudyGroups: Equatable, Sendable {
  private struct StudyName: Hashable, Sendable {
    let uid: String
    /// A UID that two patients share is an error of the archive: their films are kept apart.
    let patient: PatientKey?
  }

  private var studies: [StudyName: FilmStudy] = [:]
  private var byPatient: [PatientKey: [StudyName]] = [:]
  private var byFilm: [Int: StudyName] = [:]
  private var instances: [Int: Int] = [:]

  package init() {}

  /// Adds images whose headers could be read; others are passed over.
  package mutating func add(_ described: [DescribedFilm]) {
    for entry in described {
      guard case .success(let header) = entry.header, header.content == .image,
        let uid = header.studyInstanceUID
      else { continue }
      add(entry.film, header, StudyName(uid: uid, patient: header.patient))
    }
  }

  private mutating func add(_ film: FoundFilm, _ header: FilmHeader, _ name: StudyName) {
    guard byFilm.updateValue(name, forKey: film.number) == nil else { return }
    instances[film.number] = header.instanceNumber
    if studies[name] == nil {
      studies[name] = FilmStudy(
        uid: name.uid, patient: name.patient, date: header.studyDate ?? "", time: header.studyTime ?? "",
        series: [])
      if let patient = name.patient { byPatient[patient, default: []].append(name) }
    }
    let order = instances
    studies[name]?.add(film, header) {
      (order[$0.number] ?? .max, $0.number) < (order[$1.number] ?? .max, $1.number)
    }
  }

  /// The study of a film; nil before its header was read, and where it names none.
  package func study(of film: FoundFilm) -> FilmStudy? { byFilm[film.number].flatMap { studies[$0] } }

  /// Earlier studies of the same patient, the latest first. None where the patient or the date is unknown.
  package func priors(of film: FoundFilm) -> [FilmStudy] {
    guard let study = study(of: film), let patient = study.patient, !study.date.isEmpty else { return [] }
    return dated(patient).filter { $0.isBefore(study) }
  }

  /// Films of earlier studies that one film is set beside at most, the latest.
  package static let mostPriors = 32

  /// For each film of these patients, by number, the films of earlier studies, the latest study first.
  package func priors(of patients: Set<PatientKey>) -> [Int: [FoundFilm]] {
    var priors: [Int: [FoundFilm]] = [:]
    for patient in patients {
      let studies = dated(patient)
      for (index, study) in studies.enumerated() {
        var earlier: [FoundFilm] = []
        for other in studies[(index + 1)...] where other.isBefore(study) {
          earlier += other.series.flatMap(\.films)
          if earlier.count >= Self.mostPriors { break }
        }
        guard !earlier.isEmpty else { continue }
        let latest = Array(earlier.prefix(Self.mostPriors))
        for film in study.series.flatMap(\.films) { priors[film.number] = latest }
      }
    }
    return priors
  }

  /// A patient's studies that have a date, the latest first.
  private func dated(_ patient: PatientKey) -> [FilmStudy] {
    (byPatient[patient] ?? []).compactMap { studies[$0] }.filter { !$0.date.isEmpty }
      .sorted { ($0.date, $0.time, $0.uid) > ($1.date, $1.time, $1.uid) }
  }

  package var count: (patients: Int, studies: Int) { (byPatient.count, studies.count) }
}

extension FilmStudy {
  fileprivate func isBefore(_ other: FilmStudy) -> Bool { (date, time) < (other.date, other.time) }

  fileprivate mutating func add(
    _ film: FoundFilm, _ header: FilmHeader, before: (FoundFilm, FoundFilm) -> Bool
  ) {
    let uid = header.seriesInstanceUID ?? ""
    guard let index = series.firstIndex(where: { $0.uid == uid }) else {
      series.append(FilmSeries(uid: uid, number: header.seriesNumber, films: [film]))
      series.sort { ($0.number ?? .max, $0.uid) < ($1.number ?? .max, $1.uid) }
      return
    }
    let films = series[index].films
    series[index].films.insert(film, at: films.firstIndex { before(film, $0) } ?? films.count)
  }
}

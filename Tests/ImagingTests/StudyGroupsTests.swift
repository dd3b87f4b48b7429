/// Films fall into studies and series, and priors belong to the same person.

import Imaging
import Testing

@Suite("Studies, series and priors")
struct StudyGroupsTests {
  private func film(
    _ number: Int, id: String? = "7", issuer: String = "", born: String = "19500101", study: String?,
    series: String = "s", seriesNumber: Int? = nil, instance: Int? = nil, date: String? = "20260101",
    time: String? = nil
  ) -> DescribedFilm {
    var header = FilmHeader(format: .dicom)
    header.patient = id.map { PatientKey(id: $0, issuer: issuer, birthDate: born) }
    header.studyInstanceUID = study
    header.seriesInstanceUID = series
    (header.seriesNumber, header.instanceNumber) = (seriesNumber, instance)
    (header.studyDate, header.studyTime) = (date, time)
    return DescribedFilm(film: FoundFilm(number: number, path: "\(number)"), header: .success(header))
  }

  private func groups(_ films: [DescribedFilm]) -> StudyGroups {
    var groups = StudyGroups()
    for film in films { groups.add([film]) }
    return groups
  }

  @Test("series come in the order of their numbers, films in that of theirs, however they arrive")
  func order() throws {
    let films = [
      film(0, study: "1.2", series: "b", seriesNumber: 2, instance: 2),
      film(1, study: "1.2", series: "b", seriesNumber: 2, instance: 1),
      film(2, study: "1.2", series: "a", seriesNumber: 9), film(3, study: "1.2", series: "c"),
      film(4, study: "1.2", series: "b", seriesNumber: 2),
    ]
    let study = try #require(groups(films).study(of: films[2].film))
    #expect(study.series.map(\.uid) == ["b", "a", "c"])
    #expect(study.series[0].films.map(\.number) == [1, 0, 4])
  }

  @Test("priors are earlier studies of the same ID, issuer and birth date, the latest first")
  func priors() {
    let now = film(0, study: "now", date: "20260303", time: "120000")
    let films = [
      now, film(1, study: "old", date: "20200101"), film(2, study: "older", date: "20190101"),
      film(3, study: "same day", date: "20260303", time: "080000"),
      film(4, study: "later", date: "20260304"), film(5, study: "undated", date: nil),
      film(6, issuer: "B", study: "other issuer", date: "20200101"),
      film(7, born: "19500102", study: "other birth", date: "20200101"),
      film(8, id: nil, study: "nobody", date: "20200101"),
    ]
    #expect(groups(films).priors(of: now.film).map(\.uid) == ["same day", "old", "older"])
    #expect(groups(films).priors(of: films[8].film).isEmpty)
  }

  @Test("a study UID that two patients share makes two studies")
  func shared() {
    let films = [film(0, study: "1", date: "20250101"), film(1, id: "8", study: "1")]
    #expect(groups(films).count == (2, 2))
    #expect(groups(films).study(of: films[0].film)?.series.flatMap(\.films).map(\.number) == [0])
  }

  @Test("films without a study and refused films belong to none")
  func none() {
    let picture = film(0, study: nil)
    let refused = DescribedFilm(film: FoundFilm(number: 1, path: ""), header: .failure(.notARegularFile))
    #expect(groups([picture, refused]).study(of: picture.film) == nil)
    #expect(groups([picture, refused]).count == (0, 0))
  }

  @Test("a patient is never printed") func silence() {
    let key = PatientKey(id: "Doe", issuer: "", birthDate: "19500101")
    #expect("\(key)" == "a patient" && String(reflecting: key) == "a patient")
  }
}

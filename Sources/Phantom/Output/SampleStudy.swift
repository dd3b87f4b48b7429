/// The studies of `Samples/`: twenty invented patients, four of them with an earlier film.

/// One film of the bundled set.
package struct SampleStudy: Sendable {
  package let study: PhantomStudy
  package let plan: Plan
  package let file: PhantomFile
  package let rows: Int
  package let columns: Int
  /// Why the film was asked for, as a request would say it; never what it shows.
  package let note: String

  package var fileName: String { study.name + "." + file.pathExtension }

  /// One line of the work list: `ImageID,StudyDate,PatientID,view,age,sex,note`.
  package var row: String {
    [fileName, study.date, study.patientID, "PA", String(study.age), study.sex.rawValue, note]
      .joined(separator: ",")
  }

  package static let header = "ImageID,StudyDate,PatientID,view,age,sex,note"

  /// All films, each patient's earlier one first.
  package static let all: [SampleStudy] = {
    var films: [SampleStudy] = []
    for (index, patient) in Patient.all.enumerated() {
      let now = patient.plan(number: index + 1)
      if let earlier = patient.earlier {
        let then = now.retaken(seed: UInt64(5000 + index), findings: earlier)
        films.append(patient.film(films.count + 1, index + 1, "20301104", then))
      }
      films.append(patient.film(films.count + 1, index + 1, PhantomStudy.date(number: 40 + index * 3), now))
    }
    return films
  }()
}

extension Plan {
  /// The same patient on another day: another exposure, another breath, and these findings (severity by label).
  func retaken(seed: UInt64, findings: [Label: Float]) -> Plan {
    var random = Random(seed: seed)
    var other = self
    other.exposure = Exposure(sampling: &random)
    other.exposure.photons *= 5
    other.thorax.dome.right += random.uniform(-3, 5)
    other.thorax.dome.left += random.uniform(-3, 5)
    other.lesions = lesions.compactMap { lesion in
      findings[lesion.label].map {
        Lesion(lesion.label, severity: $0, side: lesion.side, seed: lesion.seed)
      }
    }
    return other
  }
}

/// One row of the set: what is drawn, what was drawn before, how it is stored, why it was asked for.
private struct Patient {
  let findings: [Label: Float]
  /// Findings of an earlier film, if there is one.
  let earlier: [Label: Float]?
  let file: PhantomFile
  let side: Int
  let note: String

  init(
    _ findings: [Label: Float], before earlier: [Label: Float]? = nil, _ file: PhantomFile, _ side: Int,
    _ note: String
  ) {
    self.findings = findings
    self.earlier = earlier
    self.file = file
    self.side = side
    self.note = note
  }

  func plan(number: Int) -> Plan {
    var plan = Plan(seed: UInt64(3100 + number), only: Array(findings.keys))
    plan.exposure.photons *= 5
    for i in plan.lesions.indices { plan.lesions[i].severity = findings[plan.lesions[i].label] ?? 0.5 }
    return plan
  }

  func film(_ number: Int, _ patient: Int, _ date: String, _ plan: Plan) -> SampleStudy {
    SampleStudy(
      study: PhantomStudy(number: number, patient: patient, date: date, plan: plan), plan: plan, file: file,
      rows: side, columns: number % 4 == 0 ? side * 17 / 16 : side, note: note)
  }

  static let all: [Patient] = [
    Patient([:], .png(bits: 12), 960, "Before surgery"),
    Patient(
      [.cardiomegaly: 0.6, .pleuralEffusion: 0.35], before: [.cardiomegaly: 0.4], .png(bits: 12), 960,
      "Short of breath"),
    Patient([.nodule: 0.75], before: [:], .dicom(bits: 12, .monochrome2), 1024, "Follow-up"),
    Patient([.pneumothorax: 0.45], .png(bits: 12), 960, "Sudden chest pain"),
    Patient([.alveolarPattern: 0.75], before: [:], .png(bits: 14), 960, "Fever and cough"),
    Patient([.mass: 0.5, .hyperinflatedLung: 0.6], .png(bits: 12), 960, "Loss of weight"),
    Patient(
      [.pleuralEffusion: 0.75], before: [.pleuralEffusion: 0.2], .png(bits: 12), 960, "Short of breath"),
    Patient([:], .dicom(bits: 12, .monochrome1), 1024, "Check-up at work"),
    Patient([.supportDevices: 0.6, .cardiomegaly: 0.3], .png(bits: 12), 960, "Dizziness"),
    Patient([.centralVenousCatheter: 0.6, .atelectasis: 0.35], .png(bits: 12), 960, "After a procedure"),
    Patient([.interstitialPattern: 0.7], .dicom(bits: 16, .monochrome2), 1024, "Dry cough for months"),
    Patient([.hydropneumothorax: 0.45], .png(bits: 12), 960, "Chest pain"),
    Patient([.emphysema: 0.7, .hyperinflatedLung: 0.7], .png(bits: 12), 960, "Wheezing"),
    Patient([.kyphosis: 0.6, .aorticElongation: 0.5], .png(bits: 12), 960, "Back pain"),
    Patient([.sternotomy: 0.8, .calcifiedDensities: 0.7], .png(bits: 12), 960, "Yearly control"),
    Patient([.hernia: 0.7], .png(bits: 12), 960, "Heartburn"),
    Patient([.pneumoperitoneum: 0.5], .dicom(bits: 12, .monochrome1), 1024, "Abdominal pain"),
    Patient([.fracture: 0.9, .subcutaneousEmphysema: 0.6], .png(bits: 12), 960, "After a fall"),
    Patient([.hemidiaphragmElevation: 0.6], .png(bits: 12), 960, "Hoarseness"),
    Patient([:], .png(bits: 12), 960, "Insurance"),
  ]
}

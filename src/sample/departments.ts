/** Part of the company: its jobs, and how much its people live in chat, channels and meetings. */
export interface Department {
  readonly weight: number;
  readonly name: string;
  readonly roles: readonly string[];
  /** Added to a person's engagement, which runs from 0 to 1. */
  readonly tilt: number;
  /** Works with the hands, away from a desk: other licences, other hours. */
  readonly isFrontline: boolean;
}

export const DEPARTMENTS: readonly Department[] = [
  desk(22, 'Sales', ['Account Manager', 'Sales Representative', 'Sales Operations Analyst', 'Regional Sales Lead'], 0.05),
  desk(16, 'Engineering', ['Software Engineer', 'Test Engineer', 'Product Designer', 'Engineering Manager'], 0.15),
  desk(14, 'Customer Service', ['Service Agent', 'Service Team Lead', 'Escalation Specialist'], 0),
  desk(12, 'Marketing', ['Campaign Manager', 'Content Editor', 'Market Analyst', 'Event Planner'], 0.08),
  desk(12, 'Finance', ['Controller', 'Accountant', 'Payroll Specialist', 'Treasury Analyst'], -0.08),
  desk(10, 'Human Resources', ['HR Partner', 'Recruiter', 'Learning Specialist'], 0.02),
  desk(9, 'IT', ['Systems Administrator', 'Support Specialist', 'Security Analyst', 'IT Project Manager'], 0.18),
  desk(8, 'Research', ['Scientist', 'Lab Technician', 'Research Lead'], -0.02),
  desk(8, 'Procurement', ['Buyer', 'Category Manager', 'Supplier Quality Engineer'], -0.05),
  desk(5, 'Legal', ['Counsel', 'Paralegal', 'Compliance Officer'], -0.1),
  frontline(18, 'Production', ['Machine Operator', 'Shift Lead', 'Maintenance Technician', 'Quality Inspector'], -0.22),
  frontline(12, 'Logistics', ['Warehouse Clerk', 'Dispatcher', 'Driver', 'Warehouse Lead'], -0.18),
];

function desk(weight: number, name: string, roles: readonly string[], tilt: number): Department {
  return { weight, name, roles, tilt, isFrontline: false };
}

function frontline(weight: number, name: string, roles: readonly string[], tilt: number): Department {
  return { weight, name, roles, tilt, isFrontline: true };
}
